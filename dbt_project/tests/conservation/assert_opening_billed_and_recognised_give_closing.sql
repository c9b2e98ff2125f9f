-- Fails if a month does not close where its movements lead, or open where the last one closed.
with rollforward as (
    select
        *,
        lag(closing_balance) over (
            partition by legal_entity_id, currency order by revenue_month
        ) as last_closing_balance
    from {{ ref('fct_deferred_revenue_rollforward') }}
)

select *
from rollforward
where
    opening_balance + billed_amount - recognised_amount != closing_balance
    or opening_balance != coalesce(last_closing_balance, 0)
    or closing_balance != deferred_balance - unbilled_balance

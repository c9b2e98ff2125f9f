-- Fails if a customer's movements do not lead from one month's recurring revenue to the next.
with int_recurring__moved as (
    select
        *,
        lag(closing_amount) over (
            partition by customer_id, currency order by movement_month
        ) as last_closing_amount
    from {{ ref('int_recurring__moved') }}
)

select *
from int_recurring__moved
where
    opening_amount + movement_amount != closing_amount
    or opening_amount != coalesce(last_closing_amount, 0)

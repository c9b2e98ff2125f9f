-- Fails if the ageing of the as-of date, told by the movements up to it, is not the ageing that the
-- balances tell: one of the two would be wrong on every other day as well.
with both_sides as (
    select
        history.customer_id,
        history.legal_entity_id,
        history.currency,
        history.bucket,
        history.open_amount
    from {{ ref('fct_receivables_aging_history') }} as history
    inner join {{ ref('run_settings') }} as run_settings
        on history.aged_on = run_settings.as_of_date
    union all
    select
        customer_id,
        legal_entity_id,
        currency,
        bucket,
        -open_amount as open_amount
    from {{ ref('fct_receivables_aging') }}
)

select
    customer_id,
    legal_entity_id,
    currency,
    bucket,
    sum(open_amount) as difference_amount
from both_sides
group by customer_id, legal_entity_id, currency, bucket
having sum(open_amount) != 0

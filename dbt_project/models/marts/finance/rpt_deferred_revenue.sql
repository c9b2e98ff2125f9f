with fct_deferred_revenue_rollforward as (
    select * from {{ ref('fct_deferred_revenue_rollforward') }}
),

dim_legal_entities as (
    select * from {{ ref('dim_legal_entities') }}
),

rpt_deferred_revenue as (
    select
        rollforward.legal_entity_id,
        dim_legal_entities.legal_entity_name,

        rollforward.opening_balance,
        rollforward.billed_amount,
        rollforward.recognised_amount,
        rollforward.contra_amount,
        rollforward.closing_balance,
        rollforward.deferred_balance,
        rollforward.unbilled_balance,
        rollforward.currency,

        rollforward.revenue_month
    from fct_deferred_revenue_rollforward as rollforward
    left join dim_legal_entities
        on rollforward.legal_entity_id = dim_legal_entities.legal_entity_id
)

select * from rpt_deferred_revenue

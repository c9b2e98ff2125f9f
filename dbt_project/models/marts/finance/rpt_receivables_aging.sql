with fct_receivables_aging as (
    select * from {{ ref('fct_receivables_aging') }}
),

dim_customers as (
    select * from {{ ref('dim_customers') }}
),

dim_legal_entities as (
    select * from {{ ref('dim_legal_entities') }}
),

rpt_receivables_aging as (
    select
        fct_receivables_aging.customer_id,
        dim_customers.customer_name,
        fct_receivables_aging.legal_entity_id,
        dim_legal_entities.legal_entity_name,
        fct_receivables_aging.bucket,
        fct_receivables_aging.open_amount,
        fct_receivables_aging.currency
    from fct_receivables_aging
    left join dim_customers on fct_receivables_aging.customer_id = dim_customers.customer_id
    left join dim_legal_entities
        on fct_receivables_aging.legal_entity_id = dim_legal_entities.legal_entity_id
)

select * from rpt_receivables_aging

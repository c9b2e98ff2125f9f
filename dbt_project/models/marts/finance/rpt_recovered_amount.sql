with fct_billing_gaps as (
    select * from {{ ref('fct_billing_gaps') }}
),

dim_legal_entities as (
    select * from {{ ref('dim_legal_entities') }}
),

recovered as (
    -- The month is that of the document that repaired the gap, not of the run that saw it.
    select
        legal_entity_id,
        impact,
        count(*)::integer as gap_count,
        sum(recovered_amount)::decimal(38, 4) as recovered_amount,
        currency,
        date_trunc('month', cured_on)::date as recovered_month
    from fct_billing_gaps
    where status = 'cured' and recovered_amount is not null
    group by legal_entity_id, impact, currency, date_trunc('month', cured_on)
),

rpt_recovered_amount as (
    select
        recovered.legal_entity_id,
        dim_legal_entities.legal_entity_name,
        recovered.impact,
        recovered.gap_count,
        recovered.recovered_amount,
        recovered.currency,
        recovered.recovered_month
    from recovered
    left join dim_legal_entities
        on recovered.legal_entity_id = dim_legal_entities.legal_entity_id
)

select * from rpt_recovered_amount

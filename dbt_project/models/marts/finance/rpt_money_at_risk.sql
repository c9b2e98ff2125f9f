with fct_billing_gaps as (
    select * from {{ ref('fct_billing_gaps') }}
),

rpt_money_at_risk as (
    -- CANONICAL 5: the absolute amounts of open root gaps, under and over apart, per currency.
    -- What is small is at risk too: it stands apart and is not left out.
    select
        gap_class,
        gap_cause,
        impact,
        count(*)::integer as gap_count,
        sum(abs(gap_amount))::decimal(38, 4) as risk_amount,
        currency,
        sum(abs(reporting_gap_amount))::decimal(38, 4) as reporting_risk_amount,
        count(*) filter (where reporting_gap_amount is null)::integer as unconverted_count,
        is_material
    from fct_billing_gaps
    where
        status = 'open'
        and root_gap_id is null
        and impact in ('under_billed', 'over_billed')
        and gap_amount != 0
    group by gap_class, gap_cause, impact, currency, is_material
)

select * from rpt_money_at_risk

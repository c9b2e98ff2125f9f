with fct_audit_coverage as (
    select * from {{ ref('fct_audit_coverage') }}
),

rpt_audit_coverage as (
    select
        currency,
        coalesce(reason, 'judged') as reason,
        count(*)::integer as contract_count,
        sum(expected_amount)::decimal(38, 4) as expected_amount,
        sum(judged_amount)::decimal(38, 4) as judged_amount,
        sum(unjudged_amount)::decimal(38, 4) as unjudged_amount
    from fct_audit_coverage
    group by currency, coalesce(reason, 'judged')
)

select * from rpt_audit_coverage

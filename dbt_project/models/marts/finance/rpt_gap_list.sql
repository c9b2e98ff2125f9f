with fct_billing_gaps as (
    select * from {{ ref('fct_billing_gaps') }}
),

dim_gap_classes as (
    select * from {{ ref('dim_gap_classes') }}
),

dim_gap_causes as (
    select * from {{ ref('dim_gap_causes') }}
),

dim_customers as (
    select * from {{ ref('dim_customers') }}
),

rpt_gap_list as (
    select
        fct_billing_gaps.gap_id,
        fct_billing_gaps.gap_class,
        dim_gap_classes.name_en as class_name_en,
        dim_gap_classes.name_es as class_name_es,
        fct_billing_gaps.gap_cause,
        concat_ws(' + ', dim_gap_causes.name_en, second_causes.name_en) as cause_name_en,
        concat_ws(' + ', dim_gap_causes.name_es, second_causes.name_es) as cause_name_es,
        fct_billing_gaps.certainty,
        fct_billing_gaps.impact,
        fct_billing_gaps.severity,
        fct_billing_gaps.contract_id,
        fct_billing_gaps.contract_line_id,
        fct_billing_gaps.invoice_id,
        fct_billing_gaps.opportunity_id,
        fct_billing_gaps.customer_id,
        dim_customers.customer_name,
        fct_billing_gaps.legal_entity_id,
        fct_billing_gaps.expected_amount,
        fct_billing_gaps.actual_amount,
        fct_billing_gaps.gap_amount,
        fct_billing_gaps.currency,
        fct_billing_gaps.reporting_gap_amount,
        fct_billing_gaps.explanation,
        fct_billing_gaps.explanation_es,
        dim_gap_classes.advice_en,
        dim_gap_classes.advice_es,
        fct_billing_gaps.evidence,
        fct_billing_gaps.status,
        fct_billing_gaps.owner,
        fct_billing_gaps.is_material,
        fct_billing_gaps.root_gap_id is null as is_root,
        fct_billing_gaps.billing_period_start,
        fct_billing_gaps.billing_period_end,
        fct_billing_gaps.first_seen_on
    from fct_billing_gaps
    inner join dim_gap_classes on fct_billing_gaps.gap_class = dim_gap_classes.gap_class
    left join dim_gap_causes on fct_billing_gaps.gap_cause = dim_gap_causes.gap_cause
    left join dim_gap_causes as second_causes
        on fct_billing_gaps.second_gap_cause = second_causes.gap_cause
    left join dim_customers on fct_billing_gaps.customer_id = dim_customers.customer_id
)

select * from rpt_gap_list

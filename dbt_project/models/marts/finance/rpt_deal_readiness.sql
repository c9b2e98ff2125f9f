with fct_deal_readiness as (
    select * from {{ ref('fct_deal_readiness') }}
),

rpt_deal_readiness as (
    select
        deal_readiness_id,
        opportunity_id,
        quote_id,
        contract_id,
        contract_line_id,
        gap_id,
        account_id,
        account_name,
        opportunity_name,
        owner,
        missing_term,
        term_name_en,
        term_name_es,
        stands_in,
        record_id,
        source_record,
        explanation,
        explanation_es,
        close_date
    from fct_deal_readiness
)

select * from rpt_deal_readiness

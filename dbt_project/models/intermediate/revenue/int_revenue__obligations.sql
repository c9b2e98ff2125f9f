with int_billing__lines as (
    select * from {{ ref('int_billing__lines') }}
    where unpriced_reason is null
),

int_revenue__billed as (
    select * from {{ ref('int_revenue__billed') }}
),

int_revenue__recognised as (
    select * from {{ ref('int_revenue__recognised') }}
),

run_settings as (
    select as_of_date from {{ ref('run_settings') }}
),

months as (
    select
        contract_line_id,
        revenue_month,
        is_rate_missing
    from int_revenue__billed
    union all
    select
        contract_line_id,
        revenue_month,
        is_rate_missing
    from int_revenue__recognised
),

valued as (
    -- A balance with one amount unknown is unknown: a line that lacks a rate is left out as a
    -- whole and stands in fct_audit_coverage, as does one whose terms are not priced yet.
    select
        contract_line_id,
        min(revenue_month) as first_month
    from months
    group by contract_line_id
    having not bool_or(is_rate_missing)
),

int_revenue__obligations as (
    select
        valued.contract_line_id,
        int_billing__lines.contract_id,
        int_billing__lines.legal_entity_id,
        int_billing__lines.invoice_currency as currency,
        valued.first_month,
        date_trunc('month', run_settings.as_of_date)::date as last_month
    from valued
    inner join int_billing__lines on valued.contract_line_id = int_billing__lines.contract_line_id
    cross join run_settings
)

select * from int_revenue__obligations

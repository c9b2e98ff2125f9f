with int_invoice_balances as (
    select * from {{ ref('int_invoice_balances') }}
),

int_gaps__document_errors as (
    select * from {{ ref('int_gaps__document_errors') }}
),

documents as (
    select
        balances.legal_entity_id,
        balances.currency,
        date_trunc('month', balances.issue_date)::date as issue_month,
        balances.net_amount,
        balances.document_type = 'credit_note' as is_credit_note,
        errors.invoice_id is not null and balances.document_type != 'credit_note' as is_wrong
    from int_invoice_balances as balances
    left join int_gaps__document_errors as errors on balances.invoice_id = errors.invoice_id
),

counted as (
    select
        legal_entity_id,
        currency,
        issue_month,
        count(*) filter (where not is_credit_note) as invoice_count,
        count(*) filter (where is_wrong) as wrong_invoice_count,
        count(*) filter (where is_credit_note) as credit_note_count,
        coalesce(sum(net_amount) filter (where not is_credit_note), 0) as invoiced_amount,
        coalesce(sum(net_amount) filter (where is_wrong), 0) as wrong_invoiced_amount,
        coalesce(sum(net_amount) filter (where is_credit_note), 0) as credited_amount
    from documents
    group by legal_entity_id, currency, issue_month
),

fct_billing_quality as (
    select
        legal_entity_id,

        invoice_count::integer as invoice_count,
        wrong_invoice_count::integer as wrong_invoice_count,
        credit_note_count::integer as credit_note_count,
        {{ share_rate('wrong_invoice_count', 'invoice_count') }} as error_count_rate,
        {{ share_rate('credit_note_count', 'invoice_count') }} as credit_note_count_rate,
        {{ share_rate('wrong_invoiced_amount', 'invoiced_amount') }} as error_value_rate,
        {{ share_rate('credited_amount', 'invoiced_amount') }} as credit_note_value_rate,

        invoiced_amount::decimal(18, 4) as invoiced_amount,
        wrong_invoiced_amount::decimal(18, 4) as wrong_invoiced_amount,
        credited_amount::decimal(18, 4) as credited_amount,
        currency,

        issue_month
    from counted
)

select * from fct_billing_quality

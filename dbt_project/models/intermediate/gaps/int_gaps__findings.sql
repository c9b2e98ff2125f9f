with int_gaps__billed as (
    select * from {{ ref('int_gaps__billed') }}
),

int_gaps__sold as (
    select * from {{ ref('int_gaps__sold') }}
),

int_gaps__register as (
    select * from {{ ref('int_gaps__register') }}
),

int_gaps__cash as (
    select * from {{ ref('int_gaps__cash') }}
),

int_gaps__data as (
    select * from {{ ref('int_gaps__data') }}
),

findings as (
    select * from int_gaps__billed
    union all by name
    select * from int_gaps__sold
    union all by name
    select * from int_gaps__register
    union all by name
    select * from int_gaps__cash
    union all by name
    select * from int_gaps__data
),

int_gaps__findings as (
    -- A gap is named by its class and what it is about: the same in every run, readable. A model
    -- whose findings are about something else says so in `subject_id`.
    select
        concat_ws(
            '@',
            gap_class,
            case
                when subject_id is not null then subject_id
                when gap_class = 'missing_source_window' then contract_id
                when gap_class = 'conflicting_master_data'
                    then coalesce(contract_line_id, contract_id, invoice_id)
                when contract_line_id is not null and invoice_line_id is null
                    then contract_line_id || '@' || billing_period_start
                when invoice_line_id is not null then invoice_line_id
                when invoice_id is not null and contract_id is not null
                    then invoice_id || '@' || contract_id
                else coalesce(invoice_id, opportunity_id)
            end
        ) as gap_id,
        gap_class,
        coalesce(message_code, gap_class) as message_code,
        gap_cause,
        second_gap_cause,
        certainty,
        contract_id,
        contract_line_id,
        invoice_id,
        invoice_line_id,
        bank_transaction_id,
        payment_id,
        registered_document_id,
        opportunity_id,
        quote_id,
        quote_line_id,
        milestone_id,
        root_gap_id,
        customer_id,
        legal_entity_id,
        billing_period_start,
        billing_period_end,
        expected_amount::decimal(18, 4) as expected_amount,
        actual_amount::decimal(18, 4) as actual_amount,
        (actual_amount - expected_amount)::decimal(18, 4) as gap_amount,
        currency,
        bill_on,
        detail,
        second_detail,
        component,
        second_component,
        expected_value,
        actual_value,
        tried_causes,
        reproducing_causes,
        replayed_amount,
        first_replayed_amount,
        invoice_ids
    from findings
)

select * from int_gaps__findings

with int_gaps__periods as (
    select * from {{ ref('int_gaps__periods') }}
),

int_gaps__mistimed as (
    select * from {{ ref('int_gaps__mistimed') }}
),

int_gaps__outside_life as (
    select * from {{ ref('int_gaps__outside_life') }}
),

int_gaps__form as (
    select * from {{ ref('int_gaps__form') }}
),

int_gaps__payment_terms as (
    select * from {{ ref('int_gaps__payment_terms') }}
),

int_gaps__purchase_orders as (
    select * from {{ ref('int_gaps__purchase_orders') }}
),

int_gaps__credits_without_invoice as (
    select * from {{ ref('int_gaps__credits_without_invoice') }}
),

int_gaps__credits_beyond_invoice as (
    select * from {{ ref('int_gaps__credits_beyond_invoice') }}
),

int_gaps__wrong_periods as (
    select * from {{ ref('int_gaps__wrong_periods') }}
),

int_gaps__tax as (
    select * from {{ ref('int_gaps__tax') }}
),

int_gaps__without_contract as (
    select * from {{ ref('int_gaps__without_contract') }}
),

int_gaps__deals as (
    select * from {{ ref('int_gaps__deals') }}
),

int_gaps__contracts_without_deal as (
    select * from {{ ref('int_gaps__contracts_without_deal') }}
),

int_gaps__quote_mismatches as (
    select * from {{ ref('int_gaps__quote_mismatches') }}
),

int_gaps__quote_lines_left_out as (
    select * from {{ ref('int_gaps__quote_lines_left_out') }}
),

int_gaps__quote_currencies as (
    select * from {{ ref('int_gaps__quote_currencies') }}
),

int_gaps__deal_values as (
    select * from {{ ref('int_gaps__deal_values') }}
),

int_gaps__data as (
    select * from {{ ref('int_gaps__data') }}
),

int_gaps__register as (
    select * from {{ ref('int_gaps__register') }}
),

int_gaps__promises as (
    select * from {{ ref('int_gaps__promises') }}
),

int_gaps__cash as (
    select * from {{ ref('int_gaps__cash') }}
),

findings as (
    select
        *,
        null::varchar as subject_id,
        null::varchar as quote_id,
        null::varchar as bank_transaction_id,
        null::varchar as payment_id,
        null::varchar as root_gap_id
    from int_gaps__periods
    union all by name
    select * from int_gaps__mistimed
    union all by name
    select * from int_gaps__outside_life
    union all by name
    select * from int_gaps__form
    union all by name
    select * from int_gaps__payment_terms
    union all by name
    select * from int_gaps__purchase_orders
    union all by name
    select * from int_gaps__credits_without_invoice
    union all by name
    select * from int_gaps__credits_beyond_invoice
    union all by name
    select * from int_gaps__wrong_periods
    union all by name
    select * from int_gaps__tax
    union all by name
    select * from int_gaps__without_contract
    union all by name
    select * from int_gaps__deals
    union all by name
    select * from int_gaps__contracts_without_deal
    union all by name
    select * from int_gaps__quote_mismatches
    union all by name
    select * from int_gaps__quote_lines_left_out
    union all by name
    select * from int_gaps__quote_currencies
    union all by name
    select * from int_gaps__deal_values
    union all by name
    select * from int_gaps__data
    union all by name
    select * from int_gaps__register
    union all by name
    select * from int_gaps__promises
    union all by name
    select * from int_gaps__cash
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

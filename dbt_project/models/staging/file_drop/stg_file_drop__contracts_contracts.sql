with source as (
    select * from {{ source('file_drop', 'contracts_contracts') }}
),

stg_file_drop__contracts_contracts as (
    select
        contract_id,
        opportunity_id,
        quote_id,
        account_id,
        customer_id,
        payer_customer_id,
        legal_entity_id,
        currency,
        invoice_currency,
        fx_rule,
        fx_rate::decimal(28, 16) as fx_rate,
        signed_on::date as signed_on,
        start_date::date as start_date,
        end_date::date as end_date,
        status,
        cancelled_on::date as cancelled_on,
        renewal,
        renewal_period,
        payment_terms_days::integer as payment_terms_days,
        early_payment_discount_percent::decimal(18, 8) as early_payment_discount_percent,
        early_payment_discount_days::integer as early_payment_discount_days,
        withholding_rate::decimal(28, 16) as withholding_rate,
        purchase_order,
        notes,
        {{ source_record('source_file', 'source_row') }} as source_record
    from source
)

select * from stg_file_drop__contracts_contracts

with stg_file_drop__contracts_contracts as (
    select * from {{ ref('stg_file_drop__contracts_contracts') }}
),

map_file_drop__contracts as (
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
        fx_rate,
        signed_on,
        start_date,
        end_date,
        status,
        cancelled_on,
        renewal,
        renewal_period,
        payment_terms_days,
        early_payment_discount_percent,
        early_payment_discount_days,
        withholding_rate,
        purchase_order,
        notes,
        source_record
    from stg_file_drop__contracts_contracts
)

select * from map_file_drop__contracts

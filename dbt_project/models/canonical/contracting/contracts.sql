with mapped as (
    {{ union_mapped('contracts') }}
),

contracts as (
    select
        contract_id,
        opportunity_id,
        quote_id,
        account_id,
        customer_id,
        -- CANONICAL 1: whoever uses also pays, unless the contract names a payer.
        coalesce(payer_customer_id, customer_id) as payer_customer_id,
        legal_entity_id,
        currency,
        coalesce(invoice_currency, currency) as invoice_currency,
        coalesce(fx_rule, 'issue_date') as fx_rule,
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
    from mapped
)

select * from contracts

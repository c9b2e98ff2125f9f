with map_erp_tryton__agreements as (
    select * from {{ ref('map_erp_tryton__agreements') }}
),

stg_erp_tryton__company_company as (
    select * from {{ ref('stg_erp_tryton__company_company') }}
),

stg_erp_tryton__currency_currency as (
    select * from {{ ref('stg_erp_tryton__currency_currency') }}
),

stg_erp_tryton__account_invoice_payment_term_line as (
    select * from {{ ref('stg_erp_tryton__account_invoice_payment_term_line') }}
),

stg_erp_tryton__account_invoice_payment_term_line_delta as (
    select * from {{ ref('stg_erp_tryton__account_invoice_payment_term_line_delta') }}
),

terms as (
    {{ tryton_term_days() }}
),

map_erp_tryton__contracts as (
    select
        agreed.contract_id,
        agreed.opportunity_id,
        agreed.quote_id,
        {{ tryton_record('party.party', 'agreed.party_id') }} as account_id,
        {{ tryton_record('party.party', 'agreed.party_id') }} as customer_id,
        {{ tryton_record('party.party', 'agreed.invoice_party_id') }} as payer_customer_id,
        {{ tryton_record('company.company', 'agreed.company_id') }} as legal_entity_id,
        currencies.currency,
        -- Nobody pays in units of account: Chile's UF is invoiced in the company's own currency.
        case
            when {{ is_unit_of_account('currencies.currency') }}
                then company_currencies.currency
            else currencies.currency
        end as invoice_currency,
        'bill_date' as fx_rule,
        agreed.signed_on,
        agreed.start_date,
        agreed.end_date,
        agreed.status,
        'none' as renewal,
        terms.payment_terms_days,
        agreed.notes,
        agreed.source_record
    from map_erp_tryton__agreements as agreed
    inner join stg_erp_tryton__currency_currency as currencies
        on agreed.currency_id = currencies.currency_id
    inner join stg_erp_tryton__company_company as companies
        on agreed.company_id = companies.company_id
    inner join stg_erp_tryton__currency_currency as company_currencies
        on companies.currency_id = company_currencies.currency_id
    left join terms on agreed.payment_term_id = terms.payment_term_id
)

select * from map_erp_tryton__contracts

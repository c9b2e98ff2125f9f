with stg_erp_odoo__sale_order as (
    select * from {{ ref('stg_erp_odoo__sale_order') }}
),

stg_erp_odoo__res_partner as (
    select * from {{ ref('stg_erp_odoo__res_partner') }}
),

stg_erp_odoo__res_company as (
    select * from {{ ref('stg_erp_odoo__res_company') }}
),

stg_erp_odoo__res_currency as (
    select * from {{ ref('stg_erp_odoo__res_currency') }}
),

stg_erp_odoo__account_payment_term_line as (
    select * from {{ ref('stg_erp_odoo__account_payment_term_line') }}
),

terms as (
    -- One sum, so many days after the invoice; "end of the next month" is no number of days.
    select
        payment_term_id,
        min(nb_days)::integer as payment_terms_days
    from stg_erp_odoo__account_payment_term_line
    group by payment_term_id
    having count(*) = 1 and min(delay_type) = 'days_after'
),

map_erp_odoo__contracts as (
    select
        {{ odoo_record('sale.order', 'orders.order_id') }} as contract_id,
        {{ odoo_record('crm.lead', 'orders.opportunity_id') }} as opportunity_id,
        case
            when orders.opportunity_id is not null
                then {{ odoo_record('sale.order', 'orders.order_id') }}
        end as quote_id,
        {{ odoo_record('res.partner', 'buyers.commercial_partner_id') }} as account_id,
        {{ odoo_record('res.partner', 'buyers.commercial_partner_id') }} as customer_id,
        {{ odoo_record('res.partner', 'payers.commercial_partner_id') }} as payer_customer_id,
        {{ odoo_record('res.company', 'orders.company_id') }} as legal_entity_id,
        currencies.currency,
        -- Nobody pays in units of account: Chile's UF is invoiced in the company's own currency.
        case
            when {{ is_unit_of_account('currencies.currency') }}
                then company_currencies.currency
            else currencies.currency
        end as invoice_currency,
        orders.ordered_on as signed_on,
        coalesce(orders.start_date, orders.ordered_on) as start_date,
        orders.end_date,
        'active' as status,
        'none' as renewal,
        terms.payment_terms_days,
        orders.client_order_ref as purchase_order,
        orders.source_record
    from stg_erp_odoo__sale_order as orders
    inner join stg_erp_odoo__res_currency as currencies
        on orders.currency_id = currencies.currency_id
    inner join stg_erp_odoo__res_company as companies on orders.company_id = companies.company_id
    inner join stg_erp_odoo__res_currency as company_currencies
        on companies.currency_id = company_currencies.currency_id
    inner join stg_erp_odoo__res_partner as buyers on orders.partner_id = buyers.partner_id
    left join stg_erp_odoo__res_partner as payers
        on orders.invoice_partner_id = payers.partner_id
    left join terms on orders.payment_term_id = terms.payment_term_id
    where orders.state in ('sale', 'done') and orders.ordered_on is not null
)

select * from map_erp_odoo__contracts

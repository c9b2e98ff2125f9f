with stg_erp_tryton__sale_sale as (
    select * from {{ ref('stg_erp_tryton__sale_sale') }}
),

stg_erp_tryton__sale_subscription as (
    select * from {{ ref('stg_erp_tryton__sale_subscription') }}
),

stg_erp_tryton__project_work as (
    select * from {{ ref('stg_erp_tryton__project_work') }}
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

project_sales as (
    {{ tryton_project_sales() }}
),

sales as (
    select
        *,
        {{ tryton_record('sale.sale', 'sale_id') }} as contract_id,
        {{ tryton_record('sale.opportunity', tryton_origin('sale.opportunity', 'origin')) }}
            as opportunity_id
    from stg_erp_tryton__sale_sale
    where state in ('confirmed', 'processing', 'done')
),

numbered_sales as (
    -- Nothing but the number, written into the subscription's reference, ties it to its sale.
    select
        company_id,
        number,
        min(opportunity_id) as opportunity_id,
        min(sale_date) as sale_date
    from sales
    group by company_id, number
    having count(*) = 1
),

agreed as (
    select
        contract_id,
        opportunity_id,
        case when opportunity_id is not null then contract_id end as quote_id,
        party_id,
        invoice_party_id,
        company_id,
        currency_id,
        payment_term_id,
        sale_date as signed_on,
        sale_date as start_date,
        null::date as end_date,
        'active' as status,
        comment as notes,
        source_record
    from sales
    where sale_date is not null
    union all by name
    select
        {{ tryton_record('sale.subscription', 'subscriptions.subscription_id') }} as contract_id,
        numbered_sales.opportunity_id,
        subscriptions.party_id,
        subscriptions.invoice_party_id,
        subscriptions.company_id,
        subscriptions.currency_id,
        subscriptions.payment_term_id,
        coalesce(numbered_sales.sale_date, subscriptions.start_date) as signed_on,
        subscriptions.start_date,
        subscriptions.end_date,
        -- Tryton cancels a subscription only before it runs.
        case when subscriptions.state in ('running', 'closed') then 'active' else 'draft' end
            as status,
        subscriptions.source_record
    from stg_erp_tryton__sale_subscription as subscriptions
    left join numbered_sales
        on
            subscriptions.company_id = numbered_sales.company_id
            and subscriptions.reference = numbered_sales.number
    union all by name
    select
        {{ tryton_record('project.work', 'projects.work_id') }} as contract_id,
        projects.party_id,
        projects.company_id,
        companies.currency_id,
        projects.changed_at::date as signed_on,
        projects.changed_at::date as start_date,
        'active' as status,
        projects.source_record
    from stg_erp_tryton__project_work as projects
    inner join stg_erp_tryton__company_company as companies
        on projects.company_id = companies.company_id
    anti join project_sales on projects.work_id = project_sales.work_id
    where projects.work_type = 'project' and projects.party_id is not null
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
            when currencies.currency in ('CLF', 'MXV', 'COU', 'UYI', 'UYW')
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
    from agreed
    inner join stg_erp_tryton__currency_currency as currencies
        on agreed.currency_id = currencies.currency_id
    inner join stg_erp_tryton__company_company as companies
        on agreed.company_id = companies.company_id
    inner join stg_erp_tryton__currency_currency as company_currencies
        on companies.currency_id = company_currencies.currency_id
    left join terms on agreed.payment_term_id = terms.payment_term_id
)

select * from map_erp_tryton__contracts

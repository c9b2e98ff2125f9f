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

map_erp_tryton__agreements as (
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
        coalesce(projects.created_at, projects.changed_at)::date as signed_on,
        coalesce(projects.created_at, projects.changed_at)::date as start_date,
        'active' as status,
        projects.source_record
    from stg_erp_tryton__project_work as projects
    inner join stg_erp_tryton__company_company as companies
        on projects.company_id = companies.company_id
    anti join project_sales on projects.work_id = project_sales.work_id
    where projects.work_type = 'project' and projects.party_id is not null
)

select * from map_erp_tryton__agreements

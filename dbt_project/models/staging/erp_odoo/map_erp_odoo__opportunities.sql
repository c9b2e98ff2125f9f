with stg_erp_odoo__crm_lead as (
    select * from {{ ref('stg_erp_odoo__crm_lead') }}
),

stg_erp_odoo__crm_stage as (
    select * from {{ ref('stg_erp_odoo__crm_stage') }}
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

companies as (
    -- A lead that no company claims is counted in the currency of the first.
    select
        company_id,
        currency_id,
        row_number() over (order by company_id::bigint) = 1 as is_first
    from stg_erp_odoo__res_company
),

leads as (
    -- Odoo loses an opportunity by archiving it at probability 0: its stage stays.
    select
        leads.*,
        stages.name as stage_name,
        coalesce(stages.is_won, false) as is_won_stage,
        not leads.is_active and coalesce(leads.probability, 0) = 0 as is_lost
    from stg_erp_odoo__crm_lead as leads
    left join stg_erp_odoo__crm_stage as stages on leads.stage_id = stages.stage_id
    where coalesce(leads.lead_type, 'opportunity') = 'opportunity'
),

map_erp_odoo__opportunities as (
    select
        {{ odoo_record('crm.lead', 'leads.lead_id') }} as opportunity_id,
        -- A lead may have no partner yet.
        {{ odoo_record(
            'res.partner', "coalesce(partners.commercial_partner_id, leads.partner_id, 'none')"
        ) }} as account_id,
        leads.name,
        case when leads.is_lost then 'lost' else coalesce(leads.stage_name, 'none') end as stage,
        leads.is_won_stage and not leads.is_lost as is_won,
        -- 0 is what Odoo writes where nobody expected a sum.
        nullif(leads.expected_revenue, 0) as amount,
        currencies.currency,
        coalesce(leads.closed_on, leads.date_deadline, leads.created_on) as close_date,
        leads.user_name as owner,
        leads.source_record
    from leads
    inner join companies on coalesce(leads.company_id = companies.company_id, companies.is_first)
    inner join stg_erp_odoo__res_currency as currencies
        on companies.currency_id = currencies.currency_id
    left join stg_erp_odoo__res_partner as partners on leads.partner_id = partners.partner_id
)

select * from map_erp_odoo__opportunities

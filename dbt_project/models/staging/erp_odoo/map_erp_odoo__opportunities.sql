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
        coalesce(steps.stage_id, 'none') as step_id,
        not leads.is_active and coalesce(leads.probability, 0) = 0 as is_lost
    from stg_erp_odoo__crm_lead as leads
    left join stg_erp_odoo__crm_stage as steps on leads.stage_id = steps.stage_id
    where coalesce(leads.lead_type, 'opportunity') = 'opportunity'
),

steps (step_id, is_lost, is_won, stage) as (
    select
        stage_id,
        false,
        is_won,
        name
    from stg_erp_odoo__crm_stage
    union all
    select
        stage_id,
        true,
        false,
        'lost'
    from stg_erp_odoo__crm_stage
    union all
    values ('none', false, false, 'none'), ('none', true, false, 'lost')
),

map_erp_odoo__opportunities as (
    select
        {{ odoo_record('crm.lead', 'leads.lead_id') }} as opportunity_id,
        -- A lead may have no partner yet.
        {{ odoo_record(
            'res.partner', "coalesce(partners.commercial_partner_id, leads.partner_id, 'none')"
        ) }} as account_id,
        leads.name,
        steps.stage,
        steps.is_won,
        -- 0 is what Odoo writes where nobody expected a sum.
        nullif(leads.expected_revenue, 0) as amount,
        currencies.currency,
        coalesce(leads.closed_on, leads.date_deadline, leads.created_on) as close_date,
        leads.owner,
        leads.source_record
    from leads
    inner join steps on leads.step_id = steps.step_id and leads.is_lost = steps.is_lost
    inner join companies on coalesce(leads.company_id = companies.company_id, companies.is_first)
    inner join stg_erp_odoo__res_currency as currencies
        on companies.currency_id = currencies.currency_id
    left join stg_erp_odoo__res_partner as partners on leads.partner_id = partners.partner_id
)

select * from map_erp_odoo__opportunities

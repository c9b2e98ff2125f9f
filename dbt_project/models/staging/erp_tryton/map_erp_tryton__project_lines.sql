with stg_erp_tryton__sale_sale as (
    select * from {{ ref('stg_erp_tryton__sale_sale') }}
),

stg_erp_tryton__project_work as (
    select * from {{ ref('stg_erp_tryton__project_work') }}
),

project_sales as (
    {{ tryton_project_sales() }}
),

map_erp_tryton__project_lines as (
    select
        {{ tryton_record('project.work', 'works.work_id') }} as contract_line_id,
        coalesce(
            {{ tryton_record('sale.sale', 'project_sales.sale_id') }},
            {{ tryton_record('project.work', 'works.work_id') }}
        ) as contract_id,
        works.product_id,
        works.name as description,
        'milestone' as charge_model,
        'in_advance' as billing_timing,
        coalesce(project_sales.sale_date, works.created_at, works.changed_at)::date as start_date,
        works.source_record
    from stg_erp_tryton__project_work as works
    left join project_sales on works.work_id = project_sales.work_id
    where works.work_type = 'project' and works.party_id is not null
)

select * from map_erp_tryton__project_lines

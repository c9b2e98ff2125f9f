with int_replay__mistakes as (
    select * from {{ ref('int_replay__mistakes') }}
),

gap_causes as (
    select
        gap_cause,
        cause_group,
        component
    from {{ ref('gap_causes') }}
),

int_replay__singles as (
    select
        mistakes.* exclude (
            is_every_amendment_omitted, is_tax_included, is_minimum_omitted, omitted_change_ids,
            component
        ),
        coalesce(mistakes.is_every_amendment_omitted, false) as is_every_amendment_omitted,
        coalesce(mistakes.is_tax_included, false) as is_tax_included,
        coalesce(mistakes.is_minimum_omitted, false) as is_minimum_omitted,
        coalesce(mistakes.omitted_change_ids, []) as omitted_change_ids,
        gap_causes.cause_group,
        coalesce(mistakes.component, gap_causes.component) as component,
        row_number() over (
            partition by mistakes.contract_line_id, mistakes.billing_period_start
            order by
                mistakes.gap_cause,
                mistakes.detail,
                mistakes.limited_change_id,
                mistakes.limited_until,
                mistakes.extended_change_id,
                mistakes.extended_until,
                mistakes.altered_change_id,
                mistakes.new_quantity,
                mistakes.new_unit_price,
                mistakes.new_life_until,
                mistakes.omitted_change_ids
        ) as mistake_number
    from int_replay__mistakes as mistakes
    inner join gap_causes on mistakes.gap_cause = gap_causes.gap_cause
)

select * from int_replay__singles

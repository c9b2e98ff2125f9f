with int_terms__signed_lines as (
    select
        contract_line_id,
        start_date
    from {{ ref('int_terms__signed_lines') }}
),

int_terms__line_adjustments as (
    select * from {{ ref('int_terms__line_adjustments') }}
    where kind = 'percent_discount'
),

discounts as (
    select
        lines.contract_line_id,
        list(adjustments.value order by adjustments.value) as percent_discounts
    from int_terms__signed_lines as lines
    inner join int_terms__line_adjustments as adjustments
        on
            lines.contract_line_id = adjustments.contract_line_id
            and lines.start_date >= adjustments.start_date
            and lines.start_date <= coalesce(adjustments.end_date, {{ never() }})
    group by lines.contract_line_id
),

int_gaps__start_discounts as (
    select
        contract_line_id,
        {{ discount_product('numerator') }} as kept_numerator, -- noqa: PRS
        {{ discount_product('denominator') }} as kept_denominator -- noqa: PRS
    from discounts
)

select * from int_gaps__start_discounts

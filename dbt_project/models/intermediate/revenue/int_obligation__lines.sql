with contract_lines as (
    select * from {{ ref('contract_lines') }}
),

int_terms__priceable_lines as (
    select * from {{ ref('int_terms__priceable_lines') }}
    where charge_model in ('flat', 'per_unit', 'one_time')
),

fixed as (
    -- What is metered or done by milestones is variable, and stays with the line that earns it
    -- (IFRS 15.85); a line without an end has no whole to spread.
    select
        int_terms__priceable_lines.contract_line_id,
        int_terms__priceable_lines.contract_id,
        int_terms__priceable_lines.charge_model,
        int_terms__priceable_lines.currency,
        int_terms__priceable_lines.life_start,
        contract_lines.recognition,
        contract_lines.standalone_price,
        contract_lines.bundle_id,
        contract_lines.recognition_span = 'term'
        and int_terms__priceable_lines.charge_model != 'one_time'
        and int_terms__priceable_lines.first_term_end is not null as is_spread,
        int_terms__priceable_lines.charge_model = 'one_time'
        or int_terms__priceable_lines.first_term_end is not null as has_end
    from int_terms__priceable_lines
    inner join contract_lines
        on int_terms__priceable_lines.contract_line_id = contract_lines.contract_line_id
),

bundles as (
    -- IFRS 15.76: a bundle is allocated where every part states what it costs alone.
    select
        contract_id,
        bundle_id,
        count(*) > 1
        and bool_and(has_end)
        and bool_and(coalesce(standalone_price >= 0, false))
        and max(standalone_price) > 0 as is_allocated
    from fixed
    where bundle_id is not null
    group by contract_id, bundle_id
),

int_obligation__lines as (
    select
        fixed.contract_line_id,
        case
            when bundles.is_allocated
                then {{ joined_id(['fixed.contract_id', 'fixed.bundle_id']) }}
            else fixed.contract_line_id
        end as obligation_id,
        coalesce(bundles.is_allocated, false) as is_bundled,
        fixed.standalone_price,
        fixed.charge_model,
        fixed.life_start,
        -- What recurs is earned evenly, by days or by months.
        case when fixed.recognition = 'monthly' then 'monthly' else 'daily' end as earning_method
    from fixed
    left join bundles
        on
            fixed.contract_id = bundles.contract_id
            and fixed.bundle_id = bundles.bundle_id
    where fixed.is_spread or bundles.is_allocated
)

select * from int_obligation__lines

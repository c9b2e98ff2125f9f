with int_obligation__lines as (
    select * from {{ ref('int_obligation__lines') }}
),

int_obligation__versions as (
    select * from {{ ref('int_obligation__versions') }}
),

int_terms__priceable_lines as (
    select * from {{ ref('int_terms__priceable_lines') }}
),

variants as (
    select
        contract_line_id,
        version_number,
        term_until,
        {{ joined_id(['contract_line_id', 'version_number']) }} as terms_variant,
        null::decimal(18, 8) as standalone_price
    from int_obligation__versions
    union all
    -- What the line costs alone, as it was first agreed.
    select
        int_obligation__versions.contract_line_id,
        int_obligation__versions.version_number,
        int_obligation__versions.term_until,
        {{ joined_id(['int_obligation__versions.contract_line_id', "'alone'"]) }} as terms_variant,
        int_obligation__lines.standalone_price
    from int_obligation__versions
    inner join int_obligation__lines
        on int_obligation__versions.contract_line_id = int_obligation__lines.contract_line_id
    where int_obligation__lines.is_bundled and int_obligation__versions.version_number = 0
),

int_obligation__terms as (
    -- The line as each version has it: up to that version's end, and with no minimum, which is
    -- variable and is earned when it is raised.
    select
        variants.terms_variant,
        variants.version_number,
        variants.standalone_price is not null as is_standalone,
        lines.* exclude (
            terms_variant, unit_price, life_until, first_term_end, minimum_amount
        ),
        coalesce(variants.standalone_price, lines.unit_price) as unit_price,
        variants.term_until as life_until,
        variants.term_until - 1 as first_term_end,
        null::decimal(18, 4) as minimum_amount
    from variants
    inner join int_terms__priceable_lines as lines
        on variants.contract_line_id = lines.contract_line_id
)

select * from int_obligation__terms

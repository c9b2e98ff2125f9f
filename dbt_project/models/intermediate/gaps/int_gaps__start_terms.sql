with int_gaps__quoted_lines as (
    select contract_line_id from {{ ref('int_gaps__quoted_lines') }}
),

int_terms__signed_lines as (
    select * from {{ ref('int_terms__signed_lines') }}
),

contracts as (
    select
        contract_id,
        end_date
    from {{ ref('contracts') }}
),

int_gaps__start_discounts as (
    select * from {{ ref('int_gaps__start_discounts') }}
),

int_terms__segments as (
    select * from {{ ref('int_terms__segments') }}
),

int_terms__lines as (
    select
        contract_line_id,
        life_until
    from {{ ref('int_terms__lines') }}
),

first_segments as (
    select
        lines.contract_id,
        lines.contract_line_id,
        lines.charge_model,
        lines.currency,
        lines.invoice_currency,
        lines.billing_period,
        -- Only what recurs is priced by the period; elsewhere the contract's word says nothing.
        case when lines.charge_model in ('flat', 'per_unit') then lines.price_period end
            as price_period,
        lines.quantity as line_quantity,
        coalesce(segments.quantity, lines.quantity) as quantity,
        -- Wide, so that months can be multiplied in.
        lines.unit_price::decimal(28, 8) as line_price,
        coalesce(segments.unit_price, lines.unit_price)::decimal(28, 8) as unit_price,
        case
            when discounts.kept_denominator is null then 0
            else {{ fraction_to_amount(
                '100 * (discounts.kept_denominator - discounts.kept_numerator)',
                'discounts.kept_denominator',
                4
            ) }}
        end as start_percent,
        coalesce(segments.charge_state = 'free', false) as is_free_at_start,
        coalesce(segments.amount_discount > 0, false) as has_amount_discount,
        coalesce(
            segments.segment_until > lines.first_term_end
            or segments.segment_until >= int_terms__lines.life_until,
            false
        ) as is_same_to_the_end,
        coalesce(
            segments.charge_state = 'charged'
            and segments.amount_discount = 0
            and segments.price_set_on is null,
            false
        ) as is_plain,
        lines.start_date,
        coalesce(lines.end_date, contracts.end_date) as end_date,
        lines.first_term_end,
        segments.segment_until
    from int_gaps__quoted_lines
    inner join int_terms__signed_lines as lines
        on int_gaps__quoted_lines.contract_line_id = lines.contract_line_id
    inner join contracts on lines.contract_id = contracts.contract_id
    left join int_gaps__start_discounts as discounts
        on lines.contract_line_id = discounts.contract_line_id
    left join int_terms__segments as segments
        on
            lines.contract_line_id = segments.contract_line_id
            and lines.start_date = segments.segment_start
    left join int_terms__lines on lines.contract_line_id = int_terms__lines.contract_line_id
),

measured as (
    select
        *,
        {{ full_months('start_date', '(first_term_end + 1)') }} as full_months
    from first_segments
),

int_gaps__start_terms as (
    select
        * exclude (full_months),
        case
            -- An end a hundred years away is none, and prices nothing.
            when
                {{ months_after('start_date', 'full_months') }} = first_term_end + 1
                and first_term_end - start_date < 36525
                then full_months
        end as term_months
    from measured
)

select * from int_gaps__start_terms

with int_gaps__quote_fields as (
    select * from {{ ref('int_gaps__quote_fields') }}
    where
        is_other_price
        or is_other_quantity
        or is_other_discount
        or is_other_dates
        or is_other_rhythm
        or is_other_currency
),

counted as (
    select
        *,
        case
            when charge_model = 'one_time' and is_plain then 1
            -- Many units quoted for a flat price: what they would come to, nothing says.
            when
                charge_model in ('flat', 'per_unit')
                and is_plain
                and (charge_model = 'per_unit' or coalesce(quoted_quantity, 1) = 1)
                and {{ period_months('price_period') }} > 0
                and (segment_until > first_term_end or first_term_end is null)
                and is_same_to_the_end
                then case when first_term_end is null then 12 else term_months end
        end as months,
        case charge_model
            when 'flat' then 1
            when 'one_time' then coalesce(quantity, 1)
            else quantity
        end as charged_quantity
    from int_gaps__quote_fields
),

int_gaps__quote_amounts as (
    -- Over the first term, or a year where no end is agreed: the contract's terms, and the same
    -- with that one field as it was quoted.
    select
        *,
        {{ term_amount(
            'unit_price', 'charged_quantity', 'start_percent', 'months', 'price_length',
            'minor_units'
        ) }} as agreed_amount,
        case when is_other_price then {{ term_amount(
            'quoted_price', 'charged_quantity', 'start_percent', 'months', 'quoted_price_length',
            'minor_units'
        ) }} end as quoted_price_amount,
        case when is_other_quantity then {{ term_amount(
            'unit_price', 'quoted_quantity', 'start_percent', 'months', 'price_length',
            'minor_units'
        ) }} end as quoted_quantity_amount,
        case when is_other_discount then {{ term_amount(
            'unit_price', 'charged_quantity', 'quoted_percent', 'months', 'price_length',
            'minor_units'
        ) }} end as quoted_discount_amount
    from counted
)

select * from int_gaps__quote_amounts

with int_gaps__quote_terms as (
    select * from {{ ref('int_gaps__quote_terms') }}
),

deviations as (
    -- Over different periods two prices are the same to a minor unit of the shorter one's.
    select
        *,
        least(
            abs(quoted_price * price_length - line_price * quoted_price_length),
            abs(quoted_price * price_length - unit_price * quoted_price_length)
        ) as price_deviation,
        case
            when quoted_price_length = price_length then 0
            else {{ one_minor_unit('minor_units') }} * greatest(quoted_price_length, price_length)
        end as price_tolerance,
        -- What the quote charges for all its units, as a flat price.
        case
            when charge_model = 'flat' and is_price_comparable
                then
                    abs(
                        try((quoted_price * quoted_quantity)::decimal(28, 8)) * price_length
                        - unit_price * quoted_price_length
                    )
        end as flat_price_deviation,
        -- An amount off may be the percent that was quoted; a CRM without free time writes it as
        -- a discount of all.
        round(quoted_percent, 4) != start_percent
        and not has_amount_discount
        and not (quoted_percent = 100 and is_free_at_start) as is_other_percent,
        -- A discount that was written into the price, on one side or the other.
        is_price_comparable
        and (is_same_to_the_end or start_percent = 0)
        and try(
            (quoted_price * (100 - quoted_percent)::decimal(9, 4))::decimal(28, 8) * price_length
            = (unit_price * (100 - start_percent)::decimal(9, 4))::decimal(28, 8)
            * quoted_price_length
        ) as is_same_after_discount
    from int_gaps__quote_terms
),

int_gaps__quote_fields as (
    -- CANONICAL 3: a field is compared where both sides hold a value. The contract's is the one
    -- written or, where a signed change holds from the first day, the one in force.
    select
        *,
        coalesce(
            is_price_comparable
            and price_deviation > price_tolerance
            and not coalesce(flat_price_deviation <= price_tolerance, false)
            and not coalesce(is_other_percent and is_same_after_discount, false),
            false
        ) as is_other_price,
        coalesce(
            charge_model in ('flat', 'per_unit', 'one_time')
            and quoted_quantity not in (quantity, line_quantity)
            and not coalesce(flat_price_deviation <= price_tolerance, false),
            false
        ) as is_other_quantity,
        is_other_percent and not coalesce(
            price_deviation > price_tolerance and is_same_after_discount, false
        ) as is_other_discount,
        coalesce(quoted_start != start_date, false)
        or coalesce(
            charge_model != 'one_time' and quoted_end not in (end_date, first_term_end), false
        ) as is_other_dates,
        coalesce(
            {{ period_months('quoted_billing_period') }}
            is distinct from {{ period_months('billing_period') }}
            or {{ period_days('quoted_billing_period') }}
            is distinct from {{ period_days('billing_period') }},
            false
        )
        and quoted_billing_period is not null
        and billing_period is not null as is_other_rhythm,
        quoted_currency != currency as is_other_currency
    from deviations
)

select * from int_gaps__quote_fields

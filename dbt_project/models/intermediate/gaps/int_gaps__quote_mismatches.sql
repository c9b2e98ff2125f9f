with int_gaps__quote_fields as (
    select * from {{ ref('int_gaps__quote_fields') }}
),

priced as (
    -- What a field is worth over the first term, or a year where no end is agreed: the contract's
    -- terms, and the same with that one field as it was quoted.
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

fields as (
    select
        *,
        'price' as field,
        {{ price_text('quoted_price', 'minor_units') }}
        || case
            when quoted_price_length != price_length then ' / ' || quoted_price_period else ''
        end as expected_value,
        {{ price_text('unit_price', 'minor_units') }}
        || case
            when quoted_price_length != price_length then ' / ' || price_period else ''
        end as actual_value,
        {{ term_amount(
            'quoted_price', 'charged_quantity', 'start_percent', 'months', 'quoted_price_length',
            'minor_units'
        ) }} as quoted_amount
    from priced
    where is_other_price
    union all by name
    select
        *,
        'quantity' as field,
        {{ number_text('quoted_quantity') }} as expected_value,
        {{ number_text('quantity') }} as actual_value,
        {{ term_amount(
            'unit_price', 'quoted_quantity', 'start_percent', 'months', 'price_length',
            'minor_units'
        ) }} as quoted_amount
    from priced
    where is_other_quantity
    union all by name
    select
        *,
        'discount' as field,
        {{ number_text('quoted_percent') }} || '%' as expected_value,
        {{ number_text('start_percent') }} || '%' as actual_value,
        {{ term_amount(
            'unit_price', 'charged_quantity', 'quoted_percent', 'months', 'price_length',
            'minor_units'
        ) }} as quoted_amount
    from priced
    where is_other_discount
    union all by name
    select
        *,
        'dates' as field,
        concat_ws(' – ', quoted_start, quoted_end) as expected_value,
        concat_ws(' – ', start_date, end_date) as actual_value
    from priced
    where is_other_dates
    union all by name
    select
        *,
        'rhythm' as field,
        quoted_billing_period as expected_value,
        billing_period as actual_value
    from priced
    where is_other_rhythm
    union all by name
    select
        *,
        'currency' as field,
        quoted_currency as expected_value,
        currency as actual_value
    from priced
    where is_other_currency
),

valued as (
    select
        *,
        abs(quoted_amount - {{ term_amount(
            'unit_price', 'charged_quantity', 'start_percent', 'months', 'price_length',
            'minor_units'
        ) }}) as difference_amount
    from fields
),

int_gaps__quote_mismatches as (
    -- Contract classes carry no amounts: what the difference is worth stands in the sentence.
    select
        'quote_contract_mismatch' as gap_class,
        case when is_keyed then 'proved' else 'probable' end as certainty,
        'quote_' || field
        || case
            when difference_amount > 0 and charge_model != 'one_time' and first_term_end is null
                then '_a_year'
            when difference_amount > 0 then '_over_term'
            else ''
        end as message_code,
        contract_line_id || '@' || field as subject_id,
        contract_id,
        contract_line_id,
        quote_id,
        quote_line_id,
        opportunity_id,
        field,
        invoice_currency as currency,
        case
            when difference_amount > 0
                then currency || ' ' || {{ amount_text('difference_amount', 'minor_units') }}
        end as detail,
        expected_value,
        actual_value
    from valued
)

select * from int_gaps__quote_mismatches

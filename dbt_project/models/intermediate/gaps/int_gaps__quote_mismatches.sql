with int_gaps__quote_amounts as (
    select * from {{ ref('int_gaps__quote_amounts') }}
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
        abs(quoted_price_amount - agreed_amount) as difference_amount
    from int_gaps__quote_amounts
    where is_other_price
    union all by name
    select
        *,
        'quantity' as field,
        {{ number_text('quoted_quantity') }} as expected_value,
        {{ number_text('quantity') }} as actual_value,
        abs(quoted_quantity_amount - agreed_amount) as difference_amount
    from int_gaps__quote_amounts
    where is_other_quantity
    union all by name
    select
        *,
        'discount' as field,
        {{ number_text('quoted_percent') }} || '%' as expected_value,
        {{ number_text('start_percent') }} || '%' as actual_value,
        abs(quoted_discount_amount - agreed_amount) as difference_amount
    from int_gaps__quote_amounts
    where is_other_discount
    union all by name
    select
        *,
        'dates' as field,
        concat_ws(' – ', quoted_start, quoted_end) as expected_value,
        concat_ws(' – ', start_date, end_date) as actual_value
    from int_gaps__quote_amounts
    where is_other_dates
    union all by name
    select
        *,
        'rhythm' as field,
        quoted_billing_period as expected_value,
        billing_period as actual_value
    from int_gaps__quote_amounts
    where is_other_rhythm
    union all by name
    select
        *,
        'currency' as field,
        quoted_currency as expected_value,
        currency as actual_value
    from int_gaps__quote_amounts
    where is_other_currency
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
    from fields
)

select * from int_gaps__quote_mismatches

with int_gaps__deal_readings as (
    select * from {{ ref('int_gaps__deal_readings') }}
),

int_gaps__quote_mismatches as (
    select * from {{ ref('int_gaps__quote_mismatches') }}
),

int_gaps__quote_lines_left_out as (
    select * from {{ ref('int_gaps__quote_lines_left_out') }}
),

contracts as (
    select
        contract_id,
        invoice_currency
    from {{ ref('contracts') }}
),

rounded as (
    -- A figure of two digits and zeros was rounded by whoever typed it. The usual readings count
    -- to a hundredth, the others, which are many, to a thousandth.
    select
        *,
        case when is_rough then 10 else 1 end as per_mille,
        ('1' || repeat('0', greatest(length(deal_amount::bigint::varchar) - 2, 0)))::hugeint
            as round_unit
    from int_gaps__deal_readings
),

judged as (
    select
        contract_id,
        opportunity_id,
        any_value(deal_amount) as deal_amount,
        any_value(first_months) as first_months,
        any_value(last_months) as last_months,
        any_value(yearly_amount) as yearly_amount,
        min(from_amount) filter (where is_contract_value) as from_amount,
        max(to_amount) filter (where is_contract_value) as to_amount,
        any_value(currency) as currency,
        any_value(minor_units) as minor_units
    from rounded
    group by contract_id, opportunity_id
    having
        not bool_or(
            (
                deal_amount * 1000 >= from_amount::decimal(28, 4) * (1000 - per_mille)
                and deal_amount * 1000 <= to_amount::decimal(28, 4) * (1000 + per_mille)
            )
            or (
                is_rough
                and deal_amount % round_unit = 0
                and {{ round_fraction(whole('from_amount', 4), 'round_unit * 10000') }} * round_unit
                = deal_amount
            )
        )
),

roots as (
    -- What was quoted otherwise, in price or amount, makes the deal worth something else too.
    select
        contract_id,
        gap_class || '@' || min_by(
            subject_id,
            (list_position(['price', 'quantity', 'discount', 'dates', 'line'], field), subject_id)
        ) as root_gap_id
    from (
        select
            gap_class,
            contract_id,
            subject_id,
            field
        from int_gaps__quote_mismatches
        union all
        select
            gap_class,
            contract_id,
            subject_id,
            field
        from int_gaps__quote_lines_left_out
    ) as quoted
    where field in ('price', 'quantity', 'discount', 'dates', 'line')
    group by gap_class, contract_id
),

int_gaps__deal_values as (
    select
        'opportunity_contract_mismatch' as gap_class,
        'probable' as certainty,
        case when judged.yearly_amount = 0 then 'deal_worth_other_at_once' end as message_code,
        judged.contract_id as subject_id,
        judged.contract_id,
        judged.opportunity_id,
        roots.root_gap_id,
        contracts.invoice_currency as currency,
        concat_ws(
            '–',
            judged.first_months,
            case when judged.last_months != judged.first_months then judged.last_months end
        ) as detail,
        judged.currency || ' ' || {{ amount_text('judged.deal_amount', 'judged.minor_units') }}
            as expected_value,
        judged.currency || ' ' || concat_ws(
            ' – ',
            {{ amount_text('judged.from_amount', 'judged.minor_units') }},
            case
                when judged.to_amount != judged.from_amount
                    then {{ amount_text('judged.to_amount', 'judged.minor_units') }}
            end
        ) as actual_value
    from judged
    inner join contracts on judged.contract_id = contracts.contract_id
    left join roots on judged.contract_id = roots.contract_id
)

select * from int_gaps__deal_values

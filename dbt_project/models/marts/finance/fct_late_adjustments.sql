with int_late_adjustments as (
    select * from {{ ref('int_late_adjustments') }}
),

fct_late_adjustments as (
    select
        late_adjustment_id,
        legal_entity_id,
        table_name,
        record_id,
        measure,
        frozen_amount,
        earlier_amount,
        later_amount,
        adjustment_amount,
        currency,
        closing_month,
        detected_on
    from int_late_adjustments
)

select * from fct_late_adjustments

with contract_lines as (
    select * from {{ ref('contract_lines') }}
),

int_terms__line_adjustments as (
    select * from {{ ref('int_terms__line_adjustments') }}
),

int_promises__amount_discounts as (
    -- Off a price that is billed as it is stated, the percent can be told.
    select
        contract_lines.contract_id,
        contract_lines.contract_line_id,
        adjustments.adjustment_id,
        contract_lines.unit_price,
        adjustments.value as discount_amount,
        contract_lines.charge_model in ('flat', 'one_time')
        and coalesce(contract_lines.quantity, 1) = 1
        and coalesce(contract_lines.price_period, '') = coalesce(contract_lines.billing_period, '')
            as is_off_price
    from int_terms__line_adjustments as adjustments
    inner join contract_lines
        on adjustments.contract_line_id = contract_lines.contract_line_id
    where adjustments.kind = 'amount_discount'
)

select * from int_promises__amount_discounts

with int_billing_schedule as (
    select * from {{ ref('int_billing_schedule') }}
),

int_billing__due_periods as (
    select
        contract_id,
        contract_line_id,
        billing_period_start,
        max(billing_period_end) as billing_period_end,
        min_by(charge_kind, (charge_kind = 'minimum_true_up', period_start)) as charge_kind,
        max(milestone_id) as milestone_id,
        max(missing_index) as missing_index,
        any_value(fx_rule) as fx_rule,
        sum(net_amount) as net_amount,
        any_value(currency) as currency,
        -- One row without a rate leaves the whole period without an expected amount.
        case when bool_and(invoice_net_amount is not null) then sum(invoice_net_amount) end
            as invoice_net_amount,
        any_value(invoice_currency) as invoice_currency,
        max(exchange_rate) as exchange_rate,
        bool_or(is_due) as is_due,
        bool_or(is_renewal) as is_renewal,
        count(*) as row_count,
        min(bill_on) as first_bill_on,
        max(bill_on) as last_bill_on,
        -- CANONICAL 3: the bill date is that of the first row above zero, not before signed_on.
        -- A period without such a row has none.
        case
            when bool_or(net_amount > 0)
                then greatest(min(bill_on) filter (where net_amount > 0), any_value(signed_on))
        end as bill_on
    from int_billing_schedule
    group by contract_id, contract_line_id, billing_period_start
)

select * from int_billing__due_periods

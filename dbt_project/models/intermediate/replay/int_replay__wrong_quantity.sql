with int_gaps__diverging_periods as (
    select * from {{ ref('int_gaps__diverging_periods') }}
),

int_invoice_line_attribution as (
    select * from {{ ref('int_invoice_line_attribution') }}
),

int_invoicing__lines as (
    select * from {{ ref('int_invoicing__lines') }}
),

int_billing_schedule as (
    select * from {{ ref('int_billing_schedule') }}
),

single_terms as (
    select
        int_gaps__diverging_periods.*,
        int_billing_schedule.quantity
    from int_gaps__diverging_periods
    inner join int_billing_schedule
        on
            int_gaps__diverging_periods.contract_line_id = int_billing_schedule.contract_line_id
            and int_gaps__diverging_periods.billing_period_start
            = int_billing_schedule.billing_period_start
    where
        int_gaps__diverging_periods.row_count = 1
        and int_billing_schedule.charge_model != 'flat'
        and int_billing_schedule.quantity > 0
        and int_gaps__diverging_periods.expected_amount > 0
        and int_gaps__diverging_periods.billed_amount > 0
),

quantities as (
    -- The whole number that comes nearest to what was billed.
    select
        contract_line_id,
        billing_period_start,
        quantity,
        {{ round_fraction(
            whole('quantity', 8) ~ ' * ' ~ whole('billed_amount', 4),
            '100000000 * ' ~ whole('expected_amount', 4)
        ) }}::decimal(18, 8) as other_quantity
    from single_terms
    union all
    -- The one that the invoice prints.
    select
        single_terms.contract_line_id,
        single_terms.billing_period_start,
        single_terms.quantity,
        int_invoicing__lines.quantity as other_quantity
    from single_terms
    inner join int_invoice_line_attribution
        on
            single_terms.contract_line_id = int_invoice_line_attribution.contract_line_id
            and single_terms.billing_period_start
            = int_invoice_line_attribution.billing_period_start
    inner join int_invoicing__lines
        on int_invoice_line_attribution.invoice_line_id = int_invoicing__lines.invoice_line_id
    where int_invoicing__lines.net_amount > 0
),

int_replay__wrong_quantity as (
    -- CANONICAL 3, causes (5): a whole number, or the one printed.
    select distinct
        contract_line_id,
        billing_period_start,
        'wrong_quantity' as gap_cause,
        {{ number_text('other_quantity') }} as detail,
        other_quantity as new_quantity
    from quantities
    where other_quantity != quantity and other_quantity > 0
)

select * from int_replay__wrong_quantity

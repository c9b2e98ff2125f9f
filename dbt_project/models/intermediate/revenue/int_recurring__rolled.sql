with int_recurring__measured as (
    select * from {{ ref('int_recurring__measured') }}
),

int_billing_schedule as (
    select * from {{ ref('int_billing_schedule') }}
    where charge_kind = 'minimum_true_up' and is_due
),

int_terms__priceable_lines as (
    select * from {{ ref('int_terms__priceable_lines') }}
),

contracts as (
    select * from {{ ref('contracts') }}
),

accounts as (
    select
        account_id,
        erp_customer_id
    from {{ ref('accounts') }}
),

currencies as (
    select * from {{ ref('currencies') }}
),

run_settings as (
    select as_of_date from {{ ref('run_settings') }}
),

stated as (
    select
        contract_line_id,
        movement_month,
        mrr_amount as closing_amount,
        index_amount,
        list_amount,
        contract_amount,
        billed_amount
    from int_recurring__measured
    union all by name
    -- A month opens with what the one before closed with, also where nothing is left of it.
    select
        contract_line_id,
        (movement_month + interval 1 month)::date as movement_month,
        mrr_amount as opening_amount
    from int_recurring__measured
    inner join run_settings
        on int_recurring__measured.movement_month + interval 1 month <= run_settings.as_of_date
    union all by name
    -- What lacked to a minimum, as so much a month of the period in which it lacked.
    select
        int_billing_schedule.contract_line_id,
        date_trunc('month', int_billing_schedule.bill_on)::date as movement_month,
        {{ fraction_to_amount(
            whole('int_billing_schedule.net_amount', 4)
            ~ ' * ' ~ months_numerator('lines', 'billing'),
            '10000::hugeint * ' ~ months_denominator('lines', 'billing'),
            'currencies.minor_units'
        ) }} as true_up_amount
    from int_billing_schedule
    inner join int_terms__priceable_lines as lines
        on int_billing_schedule.contract_line_id = lines.contract_line_id
    inner join currencies on lines.currency = currencies.currency
),

summed as (
    select
        contract_line_id,
        movement_month,
        coalesce(sum(opening_amount), 0)::decimal(18, 4) as opening_amount,
        coalesce(sum(index_amount), 0)::decimal(18, 4) as index_amount,
        coalesce(sum(closing_amount), 0)::decimal(18, 4) as closing_amount,
        coalesce(sum(list_amount), 0)::decimal(18, 4) as list_amount,
        coalesce(sum(contract_amount), 0)::decimal(18, 4) as contract_amount,
        coalesce(sum(billed_amount), 0)::decimal(18, 4) as billed_amount,
        coalesce(sum(true_up_amount), 0)::decimal(18, 4) as true_up_amount
    from stated
    group by contract_line_id, movement_month
),

int_recurring__rolled as (
    select
        summed.*,
        -- Whoever uses; a contract that names no customer counts for its account's, or its account.
        coalesce(
            contracts.customer_id,
            contracts.payer_customer_id,
            accounts.erp_customer_id,
            contracts.account_id
        ) as customer_id,
        lines.currency,
        lines.invoice_currency,
        case lines.fx_rule when 'fixed' then lines.fx_rate end as fixed_rate
    from summed
    inner join int_terms__priceable_lines as lines
        on summed.contract_line_id = lines.contract_line_id
    inner join contracts on lines.contract_id = contracts.contract_id
    left join accounts on contracts.account_id = accounts.account_id
)

select * from int_recurring__rolled

with int_bridge__threads as (
    select * from {{ ref('int_bridge__threads') }}
),

int_bridge__gaps as (
    select * from {{ ref('int_bridge__gaps') }}
),

int_gaps__measured as (
    select
        {{ joined_id(['contract_line_id', 'billing_period_start']) }} as order_to_cash_id,
        unjudged_reason,
        bill_on
    from {{ ref('int_gaps__measured') }}
),

run_settings as (
    select
        as_of_date,
        grace_days
    from {{ ref('run_settings') }}
),

gapped as (
    select
        order_to_cash_id,
        currency,
        sum(gap_amount) as gap_amount,
        min(gap_class) filter (where gap_amount = 0) as unpriced_gap_class
    from int_bridge__gaps
    group by order_to_cash_id, currency
),

steps as (
    select
        threads.sale_id,
        threads.order_to_cash_id,
        threads.currency,
        'expected' as from_stage,
        'billed' as to_stage,
        gaps.gap_class as reason,
        gaps.gap_amount as amount
    from int_bridge__threads as threads
    inner join int_bridge__gaps as gaps
        on
            threads.order_to_cash_id = gaps.order_to_cash_id
            and threads.currency = gaps.currency
    union all
    select
        threads.sale_id,
        threads.order_to_cash_id,
        threads.currency,
        'expected' as from_stage,
        'billed' as to_stage,
        coalesce(
            measured.unjudged_reason,
            gapped.unpriced_gap_class,
            case
                when
                    threads.billed_amount = 0
                    and measured.bill_on + run_settings.grace_days >= run_settings.as_of_date
                    then 'not_late_yet'
                else 'no_gap'
            end
        ) as reason,
        threads.billed_amount - threads.expected_amount - coalesce(gapped.gap_amount, 0) as amount
    from int_bridge__threads as threads
    cross join run_settings
    left join gapped
        on
            threads.order_to_cash_id = gapped.order_to_cash_id
            and threads.currency = gapped.currency
    left join int_gaps__measured as measured
        on threads.order_to_cash_id = measured.order_to_cash_id
),

int_bridge__billing_steps as (
    select
        * exclude (amount),
        amount::decimal(18, 4) as amount
    from steps
    where amount != 0
)

select * from int_bridge__billing_steps

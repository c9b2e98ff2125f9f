with int_obligation__converted as (
    select * from {{ ref('int_obligation__converted') }}
    where not is_standalone
),

int_obligation__totals as (
    select * from {{ ref('int_obligation__totals') }}
),

latest as (
    select *
    from int_obligation__converted
    qualify
        version_number = max(version_number) over (partition by contract_line_id)
),

int_obligation__replaced as (
    -- What the periods of a recurring line cost is taken out where they would earn it, for the even
    -- share to stand there; a one-time charge keeps its day and moves to its allocated amount.
    select
        {{ joined_id(['latest.contract_line_id', 'latest.period_start', "'replaced'"]) }}
            as billing_schedule_id,
        latest.contract_line_id,
        latest.billing_period_start,
        latest.charge_kind,
        latest.quantity,
        latest.period_start,
        latest.period_until - 1 as period_end,
        case
            when latest.charge_model = 'one_time'
                then int_obligation__totals.allocated_amount - int_obligation__totals.total_amount
            else -latest.invoice_net_amount
        end::decimal(18, 4) as invoice_net_amount,
        latest.minor_units as invoice_minor_units
    from latest
    inner join int_obligation__totals
        on
            latest.contract_line_id = int_obligation__totals.contract_line_id
            and latest.version_number = int_obligation__totals.version_number
)

select * from int_obligation__replaced

with int_invoicing__schedule as (
    select * from {{ ref('int_invoicing__schedule') }}
),

int_obligation__replaced as (
    select * from {{ ref('int_obligation__replaced') }}
),

int_obligation__spread as (
    select * from {{ ref('int_obligation__spread') }}
),

contract_lines as (
    select
        contract_line_id,
        recognition
    from {{ ref('contract_lines') }}
),

int_terms__lines as (
    select
        contract_line_id,
        least(first_term_end + 1, cancelled_on) as term_until
    from {{ ref('int_terms__lines') }}
),

priced as (
    select
        billing_schedule_id,
        contract_line_id,
        billing_period_start,
        charge_kind,
        quantity,
        period_start,
        period_end,
        invoice_net_amount,
        invoice_minor_units
    from int_invoicing__schedule
    union all
    select
        billing_schedule_id,
        contract_line_id,
        billing_period_start,
        charge_kind,
        quantity,
        period_start,
        period_end,
        invoice_net_amount,
        invoice_minor_units
    from int_obligation__replaced
),

spanned as (
    select
        priced.* exclude (period_end),
        priced.period_end + 1 as period_until,
        -- A one-time charge that is earned over time is earned over its line's term.
        case
            when priced.charge_kind = 'one_time'
                then greatest(int_terms__lines.term_until, priced.period_end + 1)
            else priced.period_end + 1
        end as service_until,
        -- CANONICAL 2, recognition: the default goes by the charge; a milestone is earned when it
        -- is done, on the one day of its row, whatever is said.
        case
            when priced.charge_kind = 'milestone' then 'daily'
            when contract_lines.recognition is not null then contract_lines.recognition
            when priced.charge_kind = 'usage' then 'on_usage'
            when priced.charge_kind = 'one_time' then 'on_start'
            else 'daily'
        end as recognition
    from priced
    inner join contract_lines on priced.contract_line_id = contract_lines.contract_line_id
    inner join int_terms__lines on priced.contract_line_id = int_terms__lines.contract_line_id
),

int_revenue__pieces as (
    select
        billing_schedule_id,
        contract_line_id,
        billing_period_start,
        charge_kind,
        -- What is metered is earned by its share of the period's usage; what was bought beforehand
        -- as its quantity is drawn, and what is not drawn at the end is earned then (breakage).
        case
            when recognition != 'on_usage' then recognition
            when charge_kind = 'usage' then 'metered'
            when quantity > 0 then 'drawn'
            else 'daily'
        end as earning_method,
        quantity,
        invoice_net_amount,
        invoice_minor_units,
        case
            when recognition = 'on_completion' then service_until - 1
            else period_start
        end as earned_from,
        case
            when recognition = 'on_start' then period_start + 1
            when charge_kind = 'one_time' then service_until
            else period_until
        end as earned_until
    from spanned
    union all by name
    select
        {{ joined_id(['contract_line_id', 'version_number', 'earned_from', "'spread'"]) }}
            as billing_schedule_id,
        contract_line_id,
        billing_period_start,
        'recurring' as charge_kind,
        earning_method,
        null::decimal(18, 8) as quantity,
        invoice_net_amount,
        invoice_minor_units,
        earned_from,
        earned_until
    from int_obligation__spread
)

select * from int_revenue__pieces

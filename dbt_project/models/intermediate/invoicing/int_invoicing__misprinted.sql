with int_invoicing__open_periods as (
    select * from {{ ref('int_invoicing__open_periods') }}
),

int_invoicing__inside_life as (
    select * from {{ ref('int_invoicing__inside_life') }}
),

meant as (
    -- Of the periods not billed yet the one that the document touches, then the one whose turn it
    -- was when it was issued, then the one that it touches most. A tie means none.
    select
        *,
        count(*) over (partition by invoice_line_id, is_touched) = 1 as is_only_one
    from int_invoicing__open_periods
    qualify
        rank() over (
            partition by invoice_line_id
            order by is_touched desc, is_in_time desc, shared_days desc
        ) = 1
        and count(*) over (
            partition by invoice_line_id, is_touched, is_in_time, shared_days
        ) = 1
),

places as (
    select
        invoice_line_id,
        min(billing_period_start) as billing_period_start,
        count(*) as period_count
    from int_invoicing__inside_life
    group by invoice_line_id
),

int_invoicing__misprinted as (
    -- CANONICAL 3: the printed period fits none while the amount fits another one.
    select
        meant.invoice_line_id,
        meant.invoice_id,
        meant.contract_line_id,
        meant.billing_period_start,
        meant.billing_period_end,
        meant.printed_start,
        meant.printed_until - 1 as printed_end,
        meant.confidence,
        meant.is_only_one,
        places.period_count = 1
        and places.billing_period_start = meant.billing_period_start as is_in_place
    from meant
    left join places on meant.invoice_line_id = places.invoice_line_id
)

select * from int_invoicing__misprinted

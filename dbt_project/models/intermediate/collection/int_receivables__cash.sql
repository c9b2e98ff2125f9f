with int_receivables__pooled as (
    select * from {{ ref('int_receivables__pooled') }}
),

int_collection__unapplied as (
    select * from {{ ref('int_collection__unapplied') }}
),

ranked as (
    -- `later_amount` of a day is what came after a receipt up to that day: `until_amount` of the
    -- day less that of the receipt. Lines fill before payments, whatever their days.
    select
        *,
        sum(case when receipt_kind = 'bank_line' then unapplied_amount else 0 end) over (
            partition by family_id, legal_entity_id, currency
            order by received_on, receipt_id
            rows between unbounded preceding and current row
        ) as line_until_amount,
        sum(case when receipt_kind = 'bank_line' then 0 else unapplied_amount end) over (
            partition by family_id, legal_entity_id, currency
            order by received_on, receipt_id
            rows between unbounded preceding and current row
        ) as payment_until_amount
    from int_collection__unapplied
),

days as (
    select
        pools.family_id,
        pools.legal_entity_id,
        pools.currency,
        pools.known_on,
        any_value(pools.cash_amount) as cash_amount,
        sum(receipts.unapplied_amount) filter (where receipts.receipt_kind = 'bank_line')
            as line_amount,
        sum(receipts.unapplied_amount) filter (where receipts.receipt_kind != 'bank_line')
            as payment_amount
    from int_receivables__pooled as pools
    inner join int_collection__unapplied as receipts
        on
            pools.family_id = receipts.family_id
            and pools.legal_entity_id = receipts.legal_entity_id
            and pools.currency = receipts.currency
            and pools.known_on >= receipts.received_on
    group by pools.family_id, pools.legal_entity_id, pools.currency, pools.known_on
),

filled as (
    -- As `int_unapplied_cash`: what a pool has left is in its latest receipts.
    select
        ranked.receipt_kind,
        ranked.receipt_id,
        ranked.customer_id,
        ranked.legal_entity_id,
        ranked.currency,
        ranked.received_on,
        days.known_on,
        greatest(
            0,
            least(
                ranked.unapplied_amount,
                days.cash_amount
                - coalesce(days.line_amount, 0)
                + case
                    when ranked.receipt_kind = 'bank_line' then ranked.line_until_amount
                    else ranked.payment_until_amount - coalesce(days.payment_amount, 0)
                end
            )
        )::decimal(18, 4) as cash_amount
    from ranked
    inner join days
        on
            ranked.family_id = days.family_id
            and ranked.legal_entity_id = days.legal_entity_id
            and ranked.currency = days.currency
            and ranked.received_on <= days.known_on
),

changed as (
    select
        *,
        cash_amount - coalesce(
            lag(cash_amount) over (partition by receipt_kind, receipt_id order by known_on), 0
        ) as changed_amount
    from filled
),

int_receivables__cash as (
    select
        receipt_kind,
        receipt_id,
        customer_id,
        legal_entity_id,
        changed_amount::decimal(18, 4) as cash_amount,
        currency,
        received_on,
        known_on
    from changed
    where changed_amount != 0
)

select * from int_receivables__cash

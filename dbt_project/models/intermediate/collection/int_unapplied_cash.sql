with int_collection__unapplied as (
    select * from {{ ref('int_collection__unapplied') }}
),

int_collection__cash_pools as (
    select * from {{ ref('int_collection__cash_pools') }}
),

filled as (
    -- The ERP applies old money first: what a pool has left is in its latest receipts.
    select
        unapplied.*,
        pools.cash_amount,
        coalesce(
            sum(unapplied.unapplied_amount) over (
                partition by
                    unapplied.family_id, unapplied.legal_entity_id, unapplied.currency
                order by
                    unapplied.receipt_kind asc,
                    unapplied.received_on desc,
                    unapplied.receipt_id desc
                rows between unbounded preceding and 1 preceding
            ),
            0
        ) as filled_before
    from int_collection__unapplied as unapplied
    inner join int_collection__cash_pools as pools
        on
            unapplied.family_id = pools.family_id
            and unapplied.legal_entity_id = pools.legal_entity_id
            and unapplied.currency = pools.currency
),

int_unapplied_cash as (
    select
        receipt_kind,
        receipt_id,
        customer_id,
        legal_entity_id,
        unapplied_amount,
        greatest(0, least(unapplied_amount, cash_amount - filled_before))::decimal(18, 4)
            as cash_amount,
        currency,
        received_on
    from filled
)

select * from int_unapplied_cash

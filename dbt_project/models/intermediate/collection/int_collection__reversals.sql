with int_collection__lines as (
    select * from {{ ref('int_collection__lines') }}
    where not is_duplicate
),

pairs as (
    -- DOMAIN: same account, opposite amount, a mark or word of the bank, at most 10 days.
    select
        reversals.bank_transaction_id as reversal_id,
        originals.bank_transaction_id as original_id,
        reversals.booked_on - originals.booked_on as days_between,
        coalesce(
            reversals.reference = originals.reference
            or reversals.counterparty_tax_id_key = originals.counterparty_tax_id_key
            or reversals.counterparty_account_key = originals.counterparty_account_key
            or nullif(reversals.counterparty_name_key, '') = originals.counterparty_name_key,
            false
        ) as is_same_party
    from int_collection__lines as reversals
    inner join int_collection__lines as originals
        on
            reversals.bank_account_id = originals.bank_account_id
            and reversals.currency = originals.currency
            and reversals.amount = -originals.amount
            and reversals.booked_on - originals.booked_on between 0 and 10
    where
        reversals.is_marked_reversal
        and not originals.is_marked_reversal
        and reversals.amount != 0
),

likeliest as (
    select *
    from pairs
    qualify is_same_party = bool_or(is_same_party) over (partition by reversal_id)
),

int_collection__reversals as (
    -- Of two lines that one reversal may take back, neither is known to be good money.
    select
        reversal_id,
        original_id,
        days_between,
        count(*) over (partition by reversal_id) = 1
        and count(*) over (partition by original_id) = 1 as is_certain
    from likeliest
)

select * from int_collection__reversals

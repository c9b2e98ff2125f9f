with int_bank_matches as (
    select * from {{ ref('int_bank_matches') }}
),

int_collection__exchange_gains as (
    select * from {{ ref('int_collection__exchange_gains') }}
),

fct_bank_matches as (
    select
        matches.bank_transaction_id,
        matches.invoice_id,

        matches.match_rule,
        matches.review_reason,
        matches.difference_kind,

        matches.candidate_count,

        matches.bank_amount,
        matches.currency,
        matches.matched_amount,
        matches.invoice_currency,
        -- Money of another currency settles what it settles; nothing of it is without money.
        case
            when matches.currency = matches.invoice_currency
                then matches.bank_amount - matches.matched_amount
            else 0
        end::decimal(18, 4) as difference_amount,
        gains.exchange_gain_amount,
        gains.functional_currency,
        matches.confidence,

        matches.is_posted,

        matches.booked_on,

        matches.evidence
    from int_bank_matches as matches
    left join int_collection__exchange_gains as gains
        on
            matches.bank_transaction_id = gains.bank_transaction_id
            and matches.invoice_id = gains.invoice_id
)

select * from fct_bank_matches

-- Fails if matched and unapplied do not make up a receipt, or a line that is no receipt holds money
-- to apply: cash would vanish, or appear twice.
select
    bank_transaction_id,
    match_status,
    amount,
    matched_amount,
    unapplied_amount
from {{ ref('fct_bank_transactions') }}
where
    case
        when match_status = 'matched'
            then matched_amount != amount or unapplied_amount != 0
        when match_status = 'partial'
            then
                matched_amount * sign(amount) <= 0
                or abs(matched_amount) >= abs(amount)
                or unapplied_amount != greatest(amount, 0) - greatest(matched_amount, 0)
        when match_status in ('unmatched', 'review')
            then matched_amount != 0 or unapplied_amount != greatest(amount, 0)
        else matched_amount != 0 or unapplied_amount != 0
    end
    or unapplied_cash_amount not between 0 and unapplied_amount

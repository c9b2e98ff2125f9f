-- Fails if a bank line gives a reason that the catalogue does not word: a person would read a code.
select
    bank_transaction_id,
    match_status_reason
from {{ ref('fct_bank_transactions') }}
where match_status_reason is not null and (explanation is null or explanation_es is null)

-- Fails if a bank line is missing from the mart, or its money is another: a receipt nobody sees is
-- chased from a customer who has paid.
select
    coalesce(bank_lines.bank_transaction_id, judged.bank_transaction_id) as bank_transaction_id,
    bank_lines.amount,
    judged.amount as judged_amount
from {{ ref('bank_transactions') }} as bank_lines
full outer join {{ ref('fct_bank_transactions') }} as judged
    on bank_lines.bank_transaction_id = judged.bank_transaction_id
where bank_lines.amount is distinct from judged.amount

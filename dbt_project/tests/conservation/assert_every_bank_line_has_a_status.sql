-- Fails if a bank line is missing from the mart, or its money is another: a receipt nobody sees is
-- chased from a customer who has paid.
select
    coalesce(lines.bank_transaction_id, judged.bank_transaction_id) as bank_transaction_id,
    lines.amount,
    judged.amount as judged_amount
from {{ ref('bank_transactions') }} as lines
full outer join {{ ref('fct_bank_transactions') }} as judged
    on lines.bank_transaction_id = judged.bank_transaction_id
where lines.amount is distinct from judged.amount

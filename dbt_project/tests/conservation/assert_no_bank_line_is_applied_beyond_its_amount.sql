-- Fails if posted matches use more of a bank line than came in (of a refund: than went out):
-- documents would be shown as paid with money that does not exist. Only a credit note takes
-- money out.
select
    matches.bank_transaction_id,
    any_value(bank_lines.amount) as amount,
    sum(matches.bank_amount) as applied_amount
from {{ ref('fct_bank_matches') }} as matches
inner join {{ ref('fct_bank_transactions') }} as bank_lines
    on matches.bank_transaction_id = bank_lines.bank_transaction_id
inner join {{ ref('fct_invoices') }} as invoices on matches.invoice_id = invoices.invoice_id
where matches.is_posted
group by matches.bank_transaction_id
having
    abs(sum(matches.bank_amount)) > abs(any_value(bank_lines.amount))
    or bool_or(
        sign(matches.bank_amount)
        != case when invoices.document_type = 'credit_note' then -1 else 1 end
    )

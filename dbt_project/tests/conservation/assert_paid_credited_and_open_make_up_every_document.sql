-- Fails if a document's total is not its paid, credited and open amounts, or less is paid than the
-- bank shows: what a customer owes would depend on where one looks.
select
    invoice_id,
    document_type,
    total_amount,
    paid_amount,
    credited_amount,
    open_amount
from {{ ref('fct_invoices') }}
where
    open_amount
    != case when document_type = 'credit_note' then -1 else 1 end
    * (total_amount - paid_amount - credited_amount)
    or paid_amount < greatest(erp_paid_amount, bank_paid_amount)
    or paid_amount > erp_paid_amount + bank_paid_amount
    or credited_amount not between 0 and greatest(total_amount, 0)
    or (open_amount <= 0 and days_overdue != 0)

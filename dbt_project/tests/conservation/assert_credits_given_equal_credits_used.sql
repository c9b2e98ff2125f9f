-- Fails if what credit notes give is not what documents receive, per currency: receivables would
-- shrink or grow by a correction that nobody issued.
select
    currency,
    sum(case when document_type = 'credit_note' then credited_amount else -credited_amount end)
        as difference
from {{ ref('fct_invoices') }}
group by currency
having
    sum(case when document_type = 'credit_note' then credited_amount else -credited_amount end) != 0

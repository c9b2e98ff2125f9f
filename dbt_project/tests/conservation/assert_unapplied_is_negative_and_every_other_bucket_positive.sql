-- Fails if a bucket of days overdue holds what we owe, or `unapplied` what we are owed: netted in
-- one bucket, a debt and a credit hide each other.
select
    customer_id,
    legal_entity_id,
    currency,
    bucket,
    open_amount
from {{ ref('fct_receivables_aging') }}
where case when bucket = 'unapplied' then open_amount >= 0 else open_amount <= 0 end

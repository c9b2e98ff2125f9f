-- Fails if a gap's amount is not what its two sides say: nobody could check it.
select
    gap_id,
    expected_amount,
    actual_amount,
    gap_amount
from {{ ref('int_billing_gaps') }}
where gap_amount is distinct from actual_amount - expected_amount

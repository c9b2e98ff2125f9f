-- Fails if money is neither judged nor said to be unjudged: the report would look more complete.
select
    contract_id,
    expected_amount,
    judged_amount,
    unjudged_amount
from {{ ref('int_gaps__coverage') }}
where
    expected_amount != judged_amount + unjudged_amount
    or (unjudged_amount != 0 and reason is null)

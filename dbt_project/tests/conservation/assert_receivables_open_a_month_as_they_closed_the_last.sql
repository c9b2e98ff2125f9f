-- Fails if a month does not open with what the month before closed with (the first with nothing),
-- or its movements do not lead to its closing: money would appear between two months.
select
    legal_entity_id,
    currency,
    closing_month,
    opening_amount,
    closing_amount
from {{ ref('fct_collection_metrics') }}
qualify
    opening_amount != coalesce(
        lag(closing_amount) over (
            partition by legal_entity_id, currency order by closing_month
        ),
        0
    )
    or closing_amount
    != opening_amount + invoiced_amount + credit_note_amount + cash_amount + settled_amount
    or closing_amount != current_amount + overdue_amount + unapplied_amount

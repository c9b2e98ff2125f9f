-- Fails if a posted match crosses legal entities or currencies: one company's cash would settle
-- another's receivable, or pesos dollars.
select
    matches.bank_transaction_id,
    matches.invoice_id
from {{ ref('fct_bank_matches') }} as matches
inner join {{ ref('fct_bank_transactions') }} as bank_lines
    on matches.bank_transaction_id = bank_lines.bank_transaction_id
inner join {{ ref('fct_invoices') }} as invoices on matches.invoice_id = invoices.invoice_id
where
    matches.is_posted
    and (
        bank_lines.legal_entity_id is distinct from invoices.legal_entity_id
        -- Another currency only where the bank tells it, or the day's rate makes it equal.
        or (
            bank_lines.currency != invoices.currency
            and matches.match_rule not in ('payer_and_instructed_amount', 'payer_and_worth')
        )
        or matches.currency != bank_lines.currency
        or matches.invoice_currency != invoices.currency
        -- An advance pays a later document where a person or the ERP says so, or the policy.
        or (
            bank_lines.booked_on < invoices.issue_date
            and matches.match_rule not in ('decision', 'erp_application', 'payer_oldest_first')
        )
        or (
            bank_lines.currency = invoices.currency
            and matches.bank_amount != matches.matched_amount + matches.difference_amount
        )
    )

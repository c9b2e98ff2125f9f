"""The tables of the file drop: their files, columns, types and keys.

This is the input half of the canonical model, as data: the reader checks rows against it,
`hilo init` writes empty files from it, the sample company and the tests write through it.
"""

from __future__ import annotations

from pathlib import Path

from ingestion.tabular.columns import Table, declare_table

# Terms that end before they begin mean nothing; on an invoice line it is the biller's slip, kept.
_TERM = ("start_date", "end_date")

TABLES: tuple[Table, ...] = (
    declare_table(
        "crm/accounts",
        "account_id",
        "account_id: name: tax_id:? country:? parent_account_id:? erp_customer_id:?",
    ),
    declare_table(
        "crm/opportunities",
        "opportunity_id",
        "opportunity_id: account_id: name: stage: is_won:boolean amount:amount? currency:currency "
        "close_date:date owner:? notes:?",
    ),
    declare_table(
        "crm/quotes",
        "quote_id",
        "quote_id: opportunity_id: status:=draft|sent|accepted|rejected currency:currency "
        "accepted_on:date?",
    ),
    declare_table(
        "crm/quote_lines",
        "quote_line_id",
        "quote_line_id: quote_id: product_id: description:? quantity:quantity? unit_price:price? "
        "price_period:period? billing_period:period? discount_percent:percent? start_date:date? "
        "end_date:date?",
        span=_TERM,
    ),
    declare_table(
        "contracts/contracts",
        "contract_id",
        "contract_id: opportunity_id:? quote_id:? account_id: customer_id:? payer_customer_id:? "
        "legal_entity_id: currency:currency invoice_currency:currency? "
        "fx_rule:?=bill_date|period_start|period_end|prior_month_end|fixed|issue_date "
        "fx_rate:positive_rate? signed_on:date start_date:date end_date:date? "
        "status:=active|cancelled|draft cancelled_on:date? renewal:=none|auto "
        "renewal_period:period? payment_terms_days:integer? "
        "early_payment_discount_percent:percent? early_payment_discount_days:integer? "
        "withholding_rate:rate? purchase_order:? notes:?",
        span=_TERM,
    ),
    declare_table(
        "contracts/contract_lines",
        "contract_line_id",
        "contract_line_id: contract_id: product_id: description:? "
        "charge_model:=flat|per_unit|one_time|milestone|usage_per_unit|usage_graduated|"
        "usage_volume|usage_package "
        "quantity:quantity? unit_price:price? price_period:period? billing_period:period? "
        "billing_timing:=in_advance|in_arrears billing_anchor:=start|calendar|day|date "
        "billing_anchor_day:day_of_month? billing_anchor_date:date? "
        "proration:?=actual|actual_month|thirty_360|fixed_30|actual_365|full|none "
        "start_date:date end_date:date? tax_rate:rate? included_quantity:quantity? "
        "minimum_amount:amount? "
        "recognition:?=daily|monthly|on_usage|on_start|on_completion "
        "recognition_span:?=billing_period|term "
        "standalone_price:price? bundle_id:? quote_line_id:?",
        span=_TERM,
    ),
    declare_table(
        "contracts/price_tiers",
        "contract_line_id tier_number",
        "contract_line_id: tier_number:integer up_to_quantity:quantity? unit_price:price "
        "flat_amount:amount?",
    ),
    declare_table(
        "contracts/adjustments",
        "adjustment_id",
        "adjustment_id: contract_id: contract_line_id:? "
        "kind:=free|percent_discount|amount_discount|price|quantity|uplift_percent|index "
        "value:price? start_date:date end_date:date? index_code:? index_lag_months:integer? "
        "cap_percent:percent? floor_percent:percent?",
        span=_TERM,
    ),
    declare_table(
        "contracts/amendments",
        "amendment_id",
        "amendment_id: contract_id: contract_line_id:? "
        "kind:=quantity|price|cancel|pause|resume|extend effective_date:date signed_on:date "
        "quantity:quantity? unit_price:price? end_date:date?",
    ),
    declare_table(
        "contracts/milestones",
        "milestone_id",
        "milestone_id: contract_line_id: name: amount:amount planned_on:date? completed_on:date?",
    ),
    declare_table(
        "usage/usage_records",
        "usage_id",
        "usage_id: contract_line_id: used_on:date quantity:quantity",
    ),
    declare_table(
        "erp/legal_entities",
        "legal_entity_id",
        "legal_entity_id: name: tax_id:? country: functional_currency:currency",
    ),
    declare_table(
        "erp/customers",
        "customer_id",
        "customer_id: name: tax_id:? country:? parent_customer_id:? payment_policy:?=fifo|fewest",
    ),
    declare_table(
        "erp/customer_bank_accounts",
        "customer_id account_number",
        "customer_id: account_number:",
    ),
    declare_table(
        "erp/invoices",
        "invoice_id",
        "invoice_id: invoice_number: document_type:=invoice|credit_note|debit_note "
        "legal_entity_id: customer_id: issue_date:date due_date:date? currency:currency "
        "net_amount:amount tax_amount:amount total_amount:amount "
        "status:=posted|draft|cancelled contract_id:? related_invoice_id:? purchase_order:? "
        "reference:?",
    ),
    declare_table(
        "erp/invoice_lines",
        "invoice_line_id",
        "invoice_line_id: invoice_id: contract_line_id:? product_id:? description:? "
        "quantity:quantity? unit_price:price? net_amount:amount tax_rate:rate? "
        "period_start:date? period_end:date?",
    ),
    declare_table(
        "erp/payments",
        "payment_id",
        "payment_id: customer_id: paid_on:date amount:amount currency:currency reference:?",
    ),
    declare_table(
        "erp/payment_allocations",
        "payment_id invoice_id",
        "payment_id: invoice_id: amount:amount",
    ),
    declare_table(
        "tax/registered_documents",
        "registered_document_id",
        "registered_document_id: document_type: number: issuer_tax_id: receiver_tax_id: "
        "issue_date:date net_amount:amount tax_amount:amount total_amount:amount "
        "buyer_response:?=accepted|rejected|presumed",
    ),
    declare_table(
        "bank/accounts",
        "bank_account_id",
        "bank_account_id: legal_entity_id: account_number: currency:currency",
    ),
    declare_table(
        "bank/transactions",
        "bank_transaction_id",
        "bank_transaction_id: bank_account_id: booked_on:date valued_on:date? amount:amount "
        "currency:currency counterparty_name:? counterparty_account:? counterparty_tax_id:? "
        "reference:? remittance_text:? instructed_amount:amount? instructed_currency:currency? "
        "fee_amount:amount?",
    ),
    declare_table(
        "bank/remittances",
        "remittance_id",
        "remittance_id: payer:? invoice_number: amount:amount bank_transaction_id:? "
        "fee_amount:amount?",
    ),
    declare_table(
        "reference/exchange_rates",
        "rate_date from_currency to_currency",
        "rate_date:date from_currency:currency to_currency:currency rate:positive_rate",
    ),
    declare_table(
        "reference/index_values",
        "index_code index_month",
        "index_code: index_month:date value:positive_rate",
    ),
    declare_table(
        "decisions/payer_aliases",
        "alias",
        "alias: customer_id: decided_by:? decided_on:date",
    ),
    declare_table(
        # As with gaps: the later day holds.
        "decisions/match_decisions",
        "bank_transaction_id invoice_id decided_on",
        "bank_transaction_id: invoice_id:? amount:amount? decision:=confirmed|rejected|split "
        "owner:? reason: decided_on:date",
    ),
    declare_table(
        # A gap may be decided again: the later day holds.
        "decisions/gap_decisions",
        "gap_id decided_on",
        "gap_id: decision:=accepted|disputed|corrected owner:? reason: decided_on:date "
        "expires_on:date?",
    ),
)

TABLE_BY_PATH = {table.path: table for table in TABLES}


def table_of(place: Path) -> Table | None:
    """`erp/invoices`, `erp/invoices_2026-01`, `erp/invoices/any` are of `erp/invoices`."""
    folder, *inner = place.parts
    if not inner:
        return None
    for table in TABLES:
        table_folder, name = table.path.split("/")
        is_table_file = len(inner) == 1 and (inner[0] == name or inner[0].startswith(f"{name}_"))
        is_in_table_folder = len(inner) == 2 and inner[0] == name
        if folder == table_folder and (is_table_file or is_in_table_folder):
            return table
    return None

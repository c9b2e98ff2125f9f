"""The objects of Odoo that are read: their fields, what each holds, and which rows.

Names are Odoo's own. Ids stay text; of a reference `[id, name]` the id is kept. Lists land as JSON.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ingestion.live.system import Model
from ingestion.tabular.columns import declare_table

_STAMPED = "id:digits changed_at:timestamp?"

# Columns that are not called as the field they hold; `/name` is the second part of a reference.
RENAMED = {
    "changed_at": "write_date",
    "owner": "user_id/name",
    "rate_date": "name",
    "currency_code": "name",
}

# What fields were called in versions before.
OLDER = {
    ("sale.order.line", "tax_ids"): "tax_id",
    ("account.payment", "memo"): "ref",
}

# Fields of a module that may not be there: where its model is absent, so are they, told once.
OF_MODULES = {
    "opportunity_id": "crm.lead",
    "sale_line_ids": "sale.order.line",
    "invoice_policy": "sale.order.line",
    "plan_id": "sale.subscription.plan",
    "subscription_state": "sale.subscription.plan",
    "start_date": "sale.subscription.plan",
    "end_date": "sale.subscription.plan",
    "recurring_invoice": "sale.subscription.plan",
}

# Odoo keeps these with another record, or as what they are the inverse of: cheap to read.
# What else is not stored is computed for each record that is asked for, and left alone.
SHOWN = {
    "res.currency.rate": {"inverse_company_rate"},
    "product.product": {"invoice_policy", "write_date"},  # the later of its own and its template's
    "account.bank.statement.line": {"date", "journal_id", "company_id", "state", "currency_id"},
    "account.payment": {"date", "currency_id", "memo", "ref", "state"},
    "sale.order.line": {"recurring_invoice"},
}

_DOCUMENTS = ["out_invoice", "out_refund", "out_receipt"]


def _model(name: str, columns: str, **options: Any) -> Model:
    table = declare_table(name.replace(".", "_"), "id", f"{_STAMPED} {columns}")
    return Model(name, table, renamed=RENAMED, **options)


# Of a module that a company need not have.
_optional: Mapping[str, Any] = {"is_optional": True}

MODELS = (
    _model("res.company", "name: partner_id:digits currency_id:digits"),
    _model(
        "res.partner",
        "name:? vat:? ref:? parent_id:digits? commercial_partner_id:digits? country_id:digits?"
        " active:boolean?",
    ),
    _model("res.country", "code:"),
    _model("res.currency", "currency_code:currency"),
    _model(
        "res.currency.rate",
        "currency_id:digits company_id:digits? rate_date:date rate:positive_rate"
        " inverse_company_rate:positive_rate?",
    ),
    _model("crm.stage", "name: is_won:boolean?", **_optional),
    _model(
        "crm.lead",
        "name:? type:? stage_id:digits? active:boolean? probability:percent?"
        " expected_revenue:amount? partner_id:digits? company_id:digits? owner:?"
        " create_date:timestamp? date_deadline:date? date_closed:timestamp?",
        **_optional,
    ),
    # Before the lines: where it is absent, so are their fields of subscriptions.
    _model(
        "sale.subscription.plan",
        "name:? billing_period_value:integer billing_period_unit:",
        **_optional,
    ),
    _model(
        "sale.order",
        "name: state: date_order:timestamp? partner_id:digits partner_invoice_id:digits?"
        " company_id:digits currency_id:digits opportunity_id:digits? payment_term_id:digits?"
        " client_order_ref:? plan_id:digits? subscription_state:? start_date:date? end_date:date?",
        **_optional,
    ),
    _model(
        "sale.order.line",
        "order_id:digits display_type:? is_downpayment:boolean? product_id:digits? name:?"
        " product_uom_qty:quantity? qty_delivered:quantity? price_unit:price? discount:percent?"
        " price_subtotal:amount? tax_ids:? recurring_invoice:boolean?",
        **_optional,
    ),
    _model("product.product", "invoice_policy:?"),
    _model("account.tax", "name:? amount_type: amount:percent? company_id:digits"),
    _model("account.payment.term.line", "payment_id:digits delay_type:? nb_days:integer?"),
    _model(
        "account.move",
        "name:? move_type: state: partner_id:digits? commercial_partner_id:digits?"
        " company_id:digits currency_id:digits invoice_date:date? invoice_date_due:date?"
        " amount_untaxed:amount amount_tax:amount amount_total:amount invoice_origin:? ref:?"
        " reversed_entry_id:digits?",
        domain=[["move_type", "in", _DOCUMENTS]],
    ),
    _model(
        "account.move.line",
        "move_id:digits parent_state:? date:date? display_type:? product_id:digits?"
        " partner_id:digits? company_id:digits currency_id:digits? name:? quantity:quantity?"
        " price_unit:price? price_subtotal:amount? tax_ids:? sale_line_ids:?"
        " statement_line_id:digits? payment_id:digits?",
        # The lines of documents, what customers owe, and what ties payments to bank lines.
        domain=[
            *("|", "|", "|"),
            ["move_id.move_type", "in", _DOCUMENTS],
            ["account_id.account_type", "=", "asset_receivable"],
            ["statement_line_id", "!=", False],
            ["payment_id", "!=", False],
        ],
    ),
    _model(
        "account.payment",
        "partner_id:digits? amount:amount currency_id:digits? date:date? payment_type:"
        " partner_type:? memo:? state:?",
    ),
    _model(
        "account.partial.reconcile",
        "debit_move_id:digits credit_move_id:digits amount:amount debit_amount_currency:amount?"
        " credit_amount_currency:amount? max_date:date? company_id:digits?",
    ),
    _model(
        "account.journal",
        "name: type: company_id:digits currency_id:digits? bank_account_id:digits?",
    ),
    _model("res.partner.bank", "acc_number: partner_id:digits?"),
    _model(
        "account.bank.statement.line",
        "move_id:digits date:date? journal_id:digits? state:? currency_id:digits? amount:amount"
        " partner_id:digits? partner_name:? account_number:? payment_ref:?",
    ),
)

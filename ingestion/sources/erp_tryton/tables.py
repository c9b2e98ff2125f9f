"""The objects of Tryton that are read: their fields, what each holds, and which rows.

Names are Tryton's own. Ids stay text: a reference is `model,id`. Lists land as JSON.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ingestion.live.system import Model
from ingestion.tabular.columns import declare_table

_STAMPED = "id:digits changed_at:timestamp?"

# Columns that are not called as the field they hold.
FIELDS = {
    "changed_at": "last_modified_at",
    "created_at": "create_date",
    "owner": "employee.rec_name",
    "stage": "state",
    "from_party": "from_",
    "to_party": "to",
    "rule_set": "set_",
    "is_receivable": "account.type.receivable",
}


def _model(name: str, columns: str, **options: Any) -> Model:
    table = declare_table(name.replace(".", "_"), "id", f"{_STAMPED} {columns}")
    return Model(name, table, renamed=FIELDS, **options)


# Of a module that a company need not have.
_optional: Mapping[str, Any] = {"is_optional": True}

MODELS = (
    _model("company.company", "party:digits currency:digits"),
    _model("party.party", "code:? name:? active:boolean? customer_tax_rule:digits?"),
    _model("party.identifier", "party:digits type:? code:? sequence:integer?"),
    _model("party.relation.all", "from_party:digits to_party:digits type:digits", **_optional),
    _model("party.relation.type", "name:", **_optional),
    _model("currency.currency", "code: digits:integer"),
    _model("currency.currency.rate", "currency:digits date:date rate:positive_rate"),
    _model("product.product", "code:? name:? account_category:digits?"),
    _model("product.category", "name:? customer_taxes_used:?"),
    _model("account.tax", "name:? type: rate:rate? company:digits"),
    _model(
        "sale.opportunity",
        "number:? description:? stage: amount:amount? currency:digits? start_date:date?"
        " end_date:date? party:digits? company:digits comment:? owner:?",
        **_optional,
    ),
    _model(
        "sale.sale",
        "number:? reference:? description:? comment:? state: sale_date:date? party:digits"
        " invoice_party:digits? origin:? invoice_method: currency:digits company:digits"
        " payment_term:digits?",
    ),
    _model(
        "sale.line",
        "sale:digits type: product:digits? description:? quantity:quantity? unit_price:price?"
        " taxes:?",
    ),
    _model(
        "sale.subscription",
        "number:? reference:? description:? state: party:digits invoice_party:digits?"
        " start_date:date end_date:date? invoice_start_date:date? invoice_recurrence:digits"
        " currency:digits company:digits payment_term:digits?",
        **_optional,
    ),
    _model(
        "sale.subscription.line",
        "subscription:digits service:digits description:? quantity:quantity? unit_price:price?"
        " start_date:date end_date:date? consumption_recurrence:digits? consumption_delay:?",
        **_optional,
    ),
    _model("sale.subscription.service", "product:digits", **_optional),
    _model(
        "sale.subscription.line.consumption",
        "line:digits date:date quantity:quantity invoice_line:digits?",
        **_optional,
    ),
    _model(
        "sale.subscription.recurrence.rule",
        "rule_set:digits freq: interval:integer bymonth:? bymonthday:? byweekday:? byweekno:?"
        " byyearday:? bysetpos:? exclusive:boolean?",
        **_optional,
    ),
    _model(
        "project.work",
        "name: type: parent:digits? company:digits party:digits? project_invoice_method:?"
        " progress:quantity? list_price:price? effort_duration:? product:digits?"
        " invoice_line:digits? created_at:timestamp?",
        **_optional,
    ),
    _model(
        "project.work.invoiced_progress",
        "work:digits progress:quantity invoice_line:digits?",
        **_optional,
    ),
    _model(
        "account.invoice",
        "number:? type: state: invoice_date:date? party:digits currency:digits company:digits"
        " payment_term:digits? untaxed_amount:amount tax_amount:amount total_amount:amount"
        " reference:? description:? move:digits? payment_lines:?",
        domain=[["type", "=", "out"]],
    ),
    _model(
        "account.invoice.line",
        "invoice:digits type: origin:? product:digits? description:? quantity:quantity?"
        " unit_price:price? amount:amount? defer_from:date? defer_to:date? taxes:?",
        domain=[["invoice.type", "=", "out"]],
    ),
    _model(
        "account.move.line",
        "move:digits date:date debit:amount credit:amount second_currency:digits?"
        " amount_second_currency:amount? maturity_date:date? party:digits description:?",
        # The lines of a customer's account: what is owed, and what was paid.
        domain=[["party", "!=", None]],
    ),
    _model("account.invoice.payment_term.line", "payment:digits type:"),
    _model(
        "account.invoice.payment_term.line.delta",
        "line:digits days:integer? weeks:integer? months:integer? day:integer? month:? weekday:?",
    ),
    _model(
        "account.statement",
        "name:? journal:digits date:date start_balance:amount? end_balance:amount? state:"
        " company:digits",
        **_optional,
    ),
    _model(
        "account.statement.origin",
        "statement:digits number:? date:date amount:amount description:? party:digits?",
        **_optional,
    ),
    _model(
        "account.statement.line",
        "statement:digits origin:digits? date:date amount:amount party:digits? related_to:?"
        " move:digits? is_receivable:boolean?",
        **_optional,
    ),
    _model(
        "account.statement.journal",
        "name:? currency:digits company:digits bank_account:digits?",
        **_optional,
    ),
    _model("bank.account.number", "account:digits number:? type:?", **_optional),
)

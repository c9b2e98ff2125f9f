"""A small company on Odoo, whose gaps are known: records as the API shows them.

Andes SpA (CLP) and Andes Inc. (USD). Sold: S00001 (10 × 100,000 less 10 %, invoiced 100,000 short),
S00002 (500,000, never invoiced, beside a section and a downpayment), S00003 (300,000, invoiced
twice, the second taken back), S00004 (12 UF, invoiced in pesos at the day's rate), S00005
(USD 5,860.40). A bank line pays two invoices, another a registered payment less the bank's fee.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from tests.odoo_server import Record, Records

CLP, CLF, USD = [44, "CLP"], [161, "UF"], [1, "USD"]
SPA, INC = [1, "Andes SpA"], [2, "Andes Inc."]
SUR, NORTE, ACME = [9, "Comercial Sur Ltda"], [10, "Norte SA"], [12, "Acme Inc."]
CONTACT = [11, "Comercial Sur Ltda, Pagos"]
VAT = 100


def _stamped(**told: Any) -> Record:
    return {"write_date": "2025-06-30 12:00:00", **told}


def _partner(partner: list[Any], vat: Any, country: Any, **told: Any) -> Record:
    belongs = {"commercial_partner_id": partner, "parent_id": False, "active": True, "ref": False}
    name = {"id": partner[0], "name": partner[1], "vat": vat, "country_id": country}
    return _stamped(**name, **(belongs | told))


def _order(number: int, partner: list[Any], day: str, **told: Any) -> Record:
    return _stamped(
        **{
            "id": number,
            "name": f"S{number:05}",
            "state": "sale",
            "date_order": f"{day} 14:00:00",
            "partner_id": partner,
            "partner_invoice_id": partner,
            "company_id": SPA,
            "currency_id": CLP,
            "opportunity_id": False,
            "payment_term_id": [4, "30 days"],
            "client_order_ref": False,
        }
        | told
    )


def _order_line(line_id: int, order: int, net: float, **told: Any) -> Record:
    return _stamped(
        **{
            "id": line_id,
            "order_id": [order, f"S{order:05}"],
            "display_type": False,
            "is_downpayment": False,
            "product_id": [5, "Servicio"],
            "name": "Servicio",
            "product_uom_qty": 1.0,
            "qty_delivered": 0.0,
            "price_unit": net,
            "discount": 0.0,
            "price_subtotal": net,
            "tax_ids": [VAT],
        }
        | told
    )


def _move(move_id: int, name: str, day: str, net: float, tax: float, **told: Any) -> Record:
    return _stamped(
        **{
            "id": move_id,
            "name": name,
            "move_type": "out_invoice",
            "state": "posted",
            "partner_id": CONTACT,
            "commercial_partner_id": SUR,
            "company_id": SPA,
            "currency_id": CLP,
            "invoice_date": day,
            "invoice_date_due": str(date.fromisoformat(day) + timedelta(days=30)),
            "amount_untaxed": net,
            "amount_tax": tax,
            "amount_total": net + tax,
            "invoice_origin": False,
            "ref": False,
            "reversed_entry_id": False,
        }
        | told
    )


def _line(line_id: int, move: Record, account: str, **told: Any) -> Record:
    account_id = {"receivable": 31, "income": 32, "outstanding": 33, "fees": 35}[account]
    return _stamped(
        **{
            "id": line_id,
            "move_id": [move["id"], move["name"]],
            "parent_state": move["state"],
            "account_id": [account_id, account],
            "date": move["invoice_date"] or move["date"],
            "display_type": {"income": "product", "receivable": "payment_term"}[account]
            if move["move_type"] != "entry"
            else "product",
            "partner_id": move["commercial_partner_id"],
            "company_id": move["company_id"],
            "currency_id": move["currency_id"],
            "name": account,
        }
        | told
    )


def _sold(line_id: int, move: Record, order_line: int, **told: Any) -> Record:
    """What a document bills of an order."""
    product = {"product_id": [5, "Servicio"], "tax_ids": [VAT], "sale_line_ids": [order_line]}
    net = move["amount_untaxed"]
    counted = {"quantity": 1.0, "price_unit": net, "price_subtotal": net}
    return _line(line_id, move, "income", **(product | counted | told))


def _entry(move_id: int, name: str, day: str) -> Record:
    told = {"move_type": "entry", "invoice_date": False, "date": day}
    return _move(move_id, name, day, 0.0, 0.0, **told)


def _settled(reconcile_id: int, debit: Record, credit: Record, amount: float) -> Record:
    return _stamped(
        id=reconcile_id,
        debit_move_id=[debit["id"], "INV"],
        credit_move_id=[credit["id"], "BNK"],
        amount=amount,
        debit_amount_currency=amount,
        credit_amount_currency=amount,
        max_date="2025-04-10",
        company_id=SPA,
    )


def _bank_line(line_id: int, move: Record, amount: float, label: str) -> Record:
    return _stamped(
        id=line_id,
        move_id=[move["id"], move["name"]],
        date=move["date"],
        journal_id=[8, "Banco"],
        company_id=SPA,
        state="posted",
        currency_id=CLP,
        amount=amount,
        partner_id=False,
        partner_name=False,
        account_number=False,
        payment_ref=label,
    )


def records() -> Records:
    """Everything that the server holds."""
    short = _move(201, "INV/2025/00001", "2025-03-03", 800000.0, 152000.0)
    once = _move(
        202, "INV/2025/00002", "2025-03-10", 300000.0, 57000.0, commercial_partner_id=NORTE
    )
    twice = _move(
        203, "INV/2025/00003", "2025-03-11", 300000.0, 57000.0, commercial_partner_id=NORTE
    )
    back = _move(
        204,
        "RINV/2025/00001",
        "2025-03-20",
        300000.0,
        57000.0,
        move_type="out_refund",
        commercial_partner_id=NORTE,
        reversed_entry_id=[203, "INV/2025/00003"],
    )
    units = _move(205, "INV/2025/00004", "2025-04-01", 468006.0, 88921.0)
    dollars = _move(
        206,
        "INV/2025/00005",
        "2025-04-02",
        5860.400000000001,
        0.0,
        company_id=INC,
        currency_id=USD,
        commercial_partner_id=ACME,
    )
    draft = _move(207, "/", "2025-04-03", 1.0, 0.0, state="draft", invoice_date=False)
    both, paid, banked = (
        _entry(301, "BNK1/2025/00001", "2025-04-05"),
        _entry(302, "PBNK1/2025/00001", "2025-04-08"),
        _entry(303, "BNK1/2025/00002", "2025-04-10"),
    )
    owed = [
        _line(400 + number, move, "receivable")
        for number, move in enumerate((short, once, twice, back, units, dollars), start=1)
    ]
    received = _line(411, both, "receivable", statement_line_id=[501, "both"])
    registered = _line(412, paid, "receivable", payment_id=[601, "PBNK1"])
    waiting = _line(413, paid, "outstanding", payment_id=[601, "PBNK1"])
    arrived = _line(414, banked, "outstanding", statement_line_id=[502, "less fee"])
    untold = _line(415, _entry(304, "MISC/1", "2025-04-10"), "fees")
    return {
        "account.account": [
            {"id": 31, "account_type": "asset_receivable"},
            {"id": 32, "account_type": "income"},
            {"id": 33, "account_type": "asset_current"},
            {"id": 35, "account_type": "expense"},
        ],
        "res.company": [
            _stamped(id=1, name="Andes SpA", partner_id=[1, "Andes SpA"], currency_id=CLP),
            _stamped(id=2, name="Andes Inc.", partner_id=[2, "Andes Inc."], currency_id=USD),
        ],
        "res.partner": [
            _partner([1, "Andes SpA"], "76086428-5", [46, "Chile"]),
            _partner([2, "Andes Inc."], False, [233, "United States"]),
            _partner(SUR, "96790240-3", [46, "Chile"]),
            _partner(NORTE, False, False, active=False),
            _partner(CONTACT, False, False, parent_id=SUR, commercial_partner_id=SUR),
            _partner(ACME, False, [233, "United States"]),
        ],
        "res.country": [_stamped(id=46, code="CL"), _stamped(id=233, code="US")],
        "res.currency": [
            _stamped(id=44, name="CLP"),
            _stamped(id=161, name="UF"),
            _stamped(id=1, name="USD"),
        ],
        "res.currency.rate": [
            _stamped(
                id=1,
                currency_id=CLF,
                company_id=SPA,
                name="2025-04-01",
                rate=2.5640696914142126e-05,
                inverse_company_rate=39000.50000000001,
            ),
        ],
        "crm.stage": [
            _stamped(id=1, name="New", is_won=False),
            _stamped(id=4, name="Won", is_won=True),
        ],
        "crm.lead": [
            _lead(1, [4, "Won"], 100.0, 900000.0, active=True),
            _lead(2, [1, "New"], 0.0, 0.0, active=False),
            _lead(3, [4, "Won"], 100.0, 500000.0, active=True, partner_id=NORTE),
        ],
        "sale.order": [
            _order(1, SUR, "2025-03-01", opportunity_id=[1, "Deal 1"]),
            _order(2, NORTE, "2025-03-02", opportunity_id=[3, "Deal 3"]),
            _order(3, NORTE, "2025-03-09"),
            _order(4, CONTACT, "2025-04-01", currency_id=CLF),
            _order(5, ACME, "2025-04-02", company_id=INC, currency_id=USD),
            _order(6, SUR, "2025-04-03", state="cancel"),
        ],
        "sale.order.line": [
            _order_line(1, 1, 900000.0, product_uom_qty=10.0, price_unit=100000.0, discount=10.0),
            _order_line(2, 2, 500000.0),
            _order_line(3, 2, 0.0, display_type="line_section", name="Phase 1", product_id=False),
            _order_line(4, 2, 0.0, is_downpayment=True, name="Down payment"),
            _order_line(5, 3, 300000.0),
            _order_line(6, 4, 12.0, product_uom_qty=12.0, price_unit=1.0),
            _order_line(7, 5, 5860.400000000001, tax_ids=[]),
            _order_line(8, 6, 77.0),
        ],
        "product.product": [_stamped(id=5, invoice_policy="order")],
        "account.tax": [
            _stamped(id=VAT, name="IVA 19%", amount_type="percent", amount=19.0, company_id=SPA)
        ],
        "account.payment.term.line": [
            _stamped(id=1, payment_id=[4, "30 days"], delay_type="days_after", nb_days=30)
        ],
        "account.move": [
            *(short, once, twice, back, units, dollars, draft, both, paid, banked),
            _entry(304, "MISC/1", "2025-04-10"),
        ],
        "account.move.line": [
            _sold(421, short, 1, quantity=10.0, price_unit=80000.0),
            _sold(422, once, 5),
            _sold(423, twice, 5),
            _sold(424, back, 5),
            _sold(425, units, 6),
            _sold(426, dollars, 7, tax_ids=[]),
            *owed,
            *(received, registered, waiting, arrived, untold),
        ],
        "account.payment": [
            _stamped(
                id=601,
                partner_id=SUR,
                amount=556927.0,
                currency_id=CLP,
                date="2025-04-08",
                payment_type="inbound",
                partner_type="customer",
                memo="INV/2025/00004",
                state="paid",
            )
        ],
        "account.partial.reconcile": [
            _settled(1, owed[0], received, 952000.0),
            _settled(2, owed[1], received, 357000.0),
            _settled(3, owed[2], owed[3], 357000.0),
            _settled(4, owed[4], registered, 556927.0),
            _settled(5, waiting, arrived, 556927.0),
        ],
        "account.journal": [
            _stamped(
                id=8,
                name="Banco",
                type="bank",
                company_id=SPA,
                currency_id=False,
                bank_account_id=[3, "00-123-45678-9"],
            )
        ],
        "res.partner.bank": [
            _stamped(id=3, acc_number="00-123-45678-9", partner_id=[1, "Andes SpA"])
        ],
        "account.bank.statement.line": [
            _bank_line(501, both, 1309000.0, "Transferencia de Comercial Sur"),
            _bank_line(502, banked, 555927.0, "Abono 8842"),
        ],
    }


def _lead(
    lead_id: int, stage: list[Any], probability: float, amount: float, *, active: bool, **told: Any
) -> Record:
    return _stamped(
        **{
            "id": lead_id,
            "name": f"Deal {lead_id}",
            "type": "opportunity",
            "stage_id": stage,
            "active": active,
            "probability": probability,
            "expected_revenue": amount,
            "partner_id": SUR,
            "company_id": SPA,
            "user_id": [7, "Ana Rojas"],
            "create_date": "2025-02-01 10:00:00",
            "date_deadline": False,
            "date_closed": "2025-03-01 15:00:00" if active else False,
        }
        | told
    )

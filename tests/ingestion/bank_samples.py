"""Small statements of our own, as text: what a bank would send for a handful of lines."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

MT940 = """:20:CARTOLA7
:25:000123456789
:28C:7/1
:60F:C260105CLP1000000,
:61:2601060106C250000,NTRFREF1//BANK1
:86:051?00ABONO?20FACTURA 1001?31000987654321?32VINA DEL SUR SPA
:61:2601070107D40000,NTRFREF2
:86:PAGO PROVEEDOR
:61:2601080108RC15000,NTRFREF3
:86:ABONO DEVUELTO
:62F:C260109CLP1195000,
-
"""

CSV = """\
account_number;currency;booked_on;valued_on;amount;balance;\
counterparty_name;counterparty_tax_id;reference;description
5100098765;USD;2026-01-06;2026-01-06;1185.00;83137.46;Pesquera Chimbote;20430414888;TR1;PAGO 10915
5100098765;USD;2026-01-07;;-85.10;83052.36;;;;COMISION
"""

_CAMT = """<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt>
<GrpHdr><MsgId>M1</MsgId><CreDtTm>2026-01-09T21:00:00</CreDtTm></GrpHdr>
<Stmt><Id>S1</Id><ElctrncSeqNb>7</ElctrncSeqNb>
<Acct><Id><Othr><Id>002180000118359719</Id></Othr></Id><Ccy>MXN</Ccy></Acct>
<Bal><Tp><CdOrPrtry><Cd>OPBD</Cd></CdOrPrtry></Tp><Amt Ccy="MXN">500.00</Amt>
<CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-01-05</Dt></Dt></Bal>
<Bal><Tp><CdOrPrtry><Cd>CLBD</Cd></CdOrPrtry></Tp><Amt Ccy="MXN">{closing}</Amt>
<CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-01-09</Dt></Dt></Bal>
{entries}</Stmt></BkToCstmrStmt></Document>
"""


def entry(
    amount: str,
    mark: str = "CRDT",
    *,
    currency: str = "MXN",
    status: str = "BOOK",
    dates: str = "<BookgDt><Dt>2026-01-06</Dt></BookgDt><ValDt><Dt>2026-01-06</Dt></ValDt>",
    details: str = "<RmtInf><Ustrd>FACTURA 77</Ustrd></RmtInf>",
) -> str:
    """One `Ntry` with one payment in it."""
    return (
        f'<Ntry><Amt Ccy="{currency}">{amount}</Amt><CdtDbtInd>{mark}</CdtDbtInd>'
        f"<Sts><Cd>{status}</Cd></Sts>{dates}<AcctSvcrRef>A1</AcctSvcrRef>"
        f"<NtryDtls><TxDtls>{details}</TxDtls></NtryDtls></Ntry>\n"
    )


def camt(entries: Iterable[str], closing: str) -> str:
    """A camt.053 that opens at 500.00 pesos."""
    return _CAMT.format(entries="".join(entries), closing=closing)


CAMT = camt([entry("250.50"), entry("40.25", "DBIT")], "710.25")


def movement(**fields: Any) -> dict[str, Any]:
    """One movement of an account that is linked to Fintoc."""
    return {
        "id": "mov_1",
        "object": "movement",
        "amount": 59400,
        "currency": "CLP",
        "post_date": "2026-01-05T00:00:00.000Z",
        "transaction_date": "2026-01-03T11:31:12.000Z",
        "description": "Traspaso de: Viña",
        "comment": "Factura 198",
        "pending": False,
        "sender_account": {"holder_id": "771806538", "holder_name": "Viña SpA", "number": "15301"},
        "recipient_account": None,
        "account_id": "acc_1",
        **fields,
    }


# A report of the Berlin Group's standard.
BERLIN: dict[str, Any] = {
    "account": {"iban": "DE2310010010123456789"},
    "balances": [
        {"balanceType": "openingBooked", "balanceAmount": {"amount": "100.00", "currency": "EUR"}},
        {"balanceType": "closingBooked", "balanceAmount": {"amount": "343.77", "currency": "EUR"}},
    ],
    "transactions": {
        "booked": [
            {
                "transactionId": "1",
                "debtorName": "John Miles",
                "debtorAccount": {"iban": "DE43533700240123456900"},
                "transactionAmount": {"currency": "EUR", "amount": "256.67"},
                "bookingDate": "2026-01-25",
                "valueDate": "2026-01-26",
                "remittanceInformationUnstructured": "Invoice 7",
            },
            {
                "transactionId": "2",
                "creditorName": "Landlord",
                "transactionAmount": {"currency": "EUR", "amount": "-12.90"},
                "bookingDate": "2026-01-26",
            },
        ],
        "pending": [
            {"transactionAmount": {"currency": "EUR", "amount": "-5.00"}, "valueDate": "2026-01-27"}
        ],
    },
}

STRIPE_LINKS = """\
payout_id,balance_transaction_id
po_1,txn_1
po_1,txn_2
"""

CARTOLA = """\
Cuenta: 00-123-45678-90
Moneda: Pesos Chilenos (CLP)
Saldo Inicial;;;;1.000.000

Fecha;Descripción;Cargos;Abonos;Saldo
02/01/2026;Traspaso De: Viña del Sur SpA;;250.000;1.250.000
05/01/2026;Pago proveedor;$40.000;;1.210.000
05/01/2026;Pago proveedor;$40.000;;1.170.000
Totales;;80.000;250.000;
"""

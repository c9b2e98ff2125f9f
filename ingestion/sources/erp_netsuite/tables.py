"""The tables of NetSuite2 (SuiteAnalytics Connect) that are read, as Fivetran names them.

Ids stay text, flags are T and F. Amounts of a line are in the transaction's currency where they are
`foreign…`; an accounting line has its amount in the currency of the subsidiary. Debits are above
zero: what an invoice sells stands there with a minus.
"""

from __future__ import annotations

from ingestion.existing.system import loaded_table

TABLES = (
    loaded_table(
        "transaction",
        "id",
        "id: tranid:? transactionnumber:? type: status:? posting:boolean? voided:boolean?"
        " trandate:date? duedate:date? entity:? currency:? otherrefnum:? memo:?",
        # Of transactions of every type: an entity may be a vendor or an employee too.
        references="currency=currency.id",
    ),
    loaded_table(
        "transaction_line",
        "transaction id",
        "id: transaction: mainline:boolean? taxline:boolean? iscogs:boolean? item:? memo:?"
        " subsidiary:? createdfrom:? quantity:quantity? rate:? foreignamount:amount?"
        " amortizstartdate:date? amortizationenddate:date?",
        other_names="transactionline",
        references="transaction=transaction.id subsidiary=subsidiary.id item=item.id",
    ),
    loaded_table(
        "tran_acct_line",
        "accountingbook transaction transactionline",
        "accountingbook: transaction: transactionline: exchangerate:rate? amount:amount?",
        is_optional=True,
        other_names="transactionaccountingline",
        references="transaction=transaction.id",
    ),
    loaded_table(
        "customer",
        "id",
        "id: entityid:? companyname:? altname:? entitytitle:? isperson:boolean? parent:?",
    ),
    loaded_table(
        "subsidiary",
        "id",
        "id: name:? legalname:? federalidnumber:? country:? currency:? iselimination:boolean?",
        is_optional=True,
        references="currency=currency.id",
    ),
    loaded_table("currency", "id", "id: symbol:currency name:?"),
    loaded_table("item", "id", "id: itemid:? fullname:? description:?", is_optional=True),
)

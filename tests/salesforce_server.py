"""Salesforce's REST API, told by records in the shape that its guide shows: as much as is asked."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.ingestion.loopback import Answer, Request

CLIENT_ID, CLIENT_SECRET = "3MVG9example.consumer.key", "1955279925675241571"
URL = "https://andes.my.salesforce.com"
_DATA = "/services/data/v60.0"
_QUERY = re.compile(r"SELECT (.+) FROM (\w+)(?: WHERE (.+?))?(?: ORDER BY Id LIMIT (\d+))?")

Record = dict[str, Any]

# What each object has, with the type that describe tells where it is no text.
FIELDS: dict[str, dict[str, str]] = {
    "Account": dict.fromkeys(
        ("Id", "Name", "ParentId", "BillingCountryCode", "ERP_Id__c"), "string"
    ),
    "Opportunity": {
        **dict.fromkeys(("Id", "AccountId", "Name", "StageName", "OwnerId"), "string"),
        **{"Description": "textarea", "Amount": "currency", "CloseDate": "date"},
        **{"IsWon": "boolean", "IsClosed": "boolean", "CreatedDate": "datetime"},
        **{"CurrencyIsoCode": "picklist", "SyncedQuoteId": "reference"},
        **{"Start__c": "date", "Months__c": "double", "Free_Months__c": "double"},
        **dict.fromkeys(("Billing__c", "Timing__c", "Index__c"), "picklist"),
    },
    "OpportunityLineItem": {
        **dict.fromkeys(("Id", "OpportunityId", "Product2Id", "ProductCode", "Name"), "string"),
        **{"Description": "string", "Quantity": "double", "UnitPrice": "currency"},
        **{"Discount": "percent", "ServiceDate": "date", "Months__c": "double"},
        "Price_For__c": "picklist",
    },
    "Product2": dict.fromkeys(("Id", "Name", "ProductCode"), "string"),
    "User": dict.fromkeys(("Id", "Name"), "string"),
    "Quote": {
        **dict.fromkeys(("Id", "OpportunityId"), "string"),
        **{"Status": "picklist", "CurrencyIsoCode": "picklist"},
    },
    "QuoteLineItem": {
        **dict.fromkeys(("Id", "QuoteId", "Product2Id", "Description"), "string"),
        **{"Quantity": "double", "UnitPrice": "currency", "Discount": "percent"},
        **{"StartDate": "date", "EndDate": "date", "BillingFrequency": "picklist"},
    },
    "Contract": {
        "Id": "id",
        **{"StartDate": "date", "ContractTerm": "int", "EndDate": "date"},
        "CustomerSignedDate": "date",
    },
    "Order": {
        **dict.fromkeys(("Id", "AccountId", "ContractId", "QuoteId", "PoNumber"), "string"),
        **{"OpportunityId": "reference", "IsReductionOrder": "boolean"},
        **{"Status": "picklist", "StatusCode": "picklist", "CurrencyIsoCode": "picklist"},
        **{"EffectiveDate": "date", "EndDate": "date", "ActivatedDate": "datetime"},
    },
    "OrderItem": {
        **dict.fromkeys(("Id", "OrderId", "QuoteLineItemId", "Product2Id"), "string"),
        **{"Description": "string", "Quantity": "double", "UnitPrice": "currency"},
        **{"ServiceDate": "date", "EndDate": "date", "BillingFrequency2": "picklist"},
        **dict.fromkeys(("ProductSellingModelId", "OriginalOrderItemId"), "reference"),
    },
    "ProductSellingModel": {"Id": "id", "PricingTerm": "int", "PricingTermUnit": "picklist"},
}


@dataclass
class Salesforce:
    """What the organisation holds, and how it behaves."""

    rows: dict[str, list[Record]] = field(default_factory=dict)
    absent: tuple[str, ...] = ()
    lacking: tuple[str, ...] = ()
    calculated: tuple[str, ...] = ()
    page: int = 2000
    repeats: bool = False
    ended: bool = False  # cursors are gone
    first: list[Answer] = field(default_factory=list)  # told before anything else, each once
    asked: list[str] = field(default_factory=list)  # SOQL
    sessions: int = 0
    address: str = ""
    cursors: dict[str, tuple[str, int]] = field(default_factory=dict)

    def end_session(self) -> None:
        """What was opened is not known any more."""
        self.sessions += 1

    def answer(self, request: Request) -> Answer:
        """An answer of the token endpoint, of describe or of a query."""
        path = urlsplit(request.path)
        if path.path == "/services/oauth2/token":
            self.address = f"http://{request.headers['Host']}"
            return self._token(request)
        if self.first:
            return self.first.pop(0)
        if request.headers.get("Authorization") != f"Bearer {self._session}":
            return error(401, "INVALID_SESSION_ID", "Session expired or invalid")
        if described := re.fullmatch(rf"{_DATA}/sobjects/(\w+)/describe", path.path):
            return self._describe(described[1])
        if path.path == f"{_DATA}/query":
            soql = parse_qs(path.query)["q"][0]
            self.asked.append(soql)
            return self._query(soql, 0)
        cursor = path.path.removeprefix(f"{_DATA}/query/")
        if self.ended or cursor not in self.cursors:
            return error(400, "INVALID_QUERY_LOCATOR", "invalid query locator")
        return self._query(*self.cursors[cursor])

    @property
    def _session(self) -> str:
        return f"00D!session.{self.sessions}"

    def _token(self, request: Request) -> Answer:
        told = {name: values[0] for name, values in parse_qs(request.body.decode()).items()}
        assert request.headers["Content-Type"] == "application/x-www-form-urlencoded"
        assert told["grant_type"] == "client_credentials"
        if told["client_id"] != CLIENT_ID:
            words = f"client identifier invalid: {told['client_id']}"
            return Answer({"error": "invalid_client_id", "error_description": words}, 400)
        if told["client_secret"] != CLIENT_SECRET:
            words = "invalid client credentials"
            return Answer({"error": "invalid_client", "error_description": words}, 400)
        self.end_session()
        return Answer(
            {
                "access_token": self._session,
                "instance_url": self.address,
                "id": "https://login.salesforce.com/id/00D1/0051",
                "token_type": "Bearer",
            }
        )

    def _describe(self, name: str) -> Answer:
        if name in self.absent or name not in FIELDS:
            return error(404, "NOT_FOUND", "The requested resource does not exist")
        kinds = FIELDS[name] | {"SystemModstamp": "datetime", "IsDeleted": "boolean"}
        fields = [
            {"name": one, "type": kind, "calculated": one in self.calculated}
            for one, kind in kinds.items()
            if one not in self.lacking
        ]
        return Answer({"name": name, "queryable": True, "fields": fields})

    def _query(self, soql: str, start: int) -> Answer:
        told = _QUERY.fullmatch(soql)
        assert told, soql
        names, name, where, limit = told.groups()
        rows = [row for row in self.rows.get(name, []) if self._fits(row, where or "")]
        if names == "COUNT()":
            return Answer({"totalSize": len(rows), "done": True, "records": []})
        rows = sorted(rows, key=lambda row: str(row["Id"]))[: int(limit)]
        asked = names.split(", ")
        assert set(asked) <= set(FIELDS[name]) | {"SystemModstamp", "IsDeleted"}
        some = rows[start : start + self.page]
        answer: Record = {
            "totalSize": len(rows),
            "done": start + self.page >= len(rows),
            "records": [
                {"attributes": {"type": name}} | {one: row.get(one) for one in asked}
                for row in some
            ],
        }
        if not answer["done"]:
            cursor = f"01g-{len(self.cursors)}"
            self.cursors[cursor] = (soql, start + self.page)
            answer["nextRecordsUrl"] = f"{_DATA}/query/{cursor}"
        return Answer(answer)

    def _fits(self, row: Record, where: str) -> bool:
        """Clauses joined by AND; one that repeats pages forgets where it was."""
        for clause in filter(None, where.split(" AND ")):
            if one := re.fullmatch(r"Id > '(\w+)'", clause):
                fits = self.repeats or str(row["Id"]) > one[1]
            elif one := re.fullmatch(r"SystemModstamp >= ([\dT:-]+)Z", clause):
                fits = str(row["SystemModstamp"])[:19] >= one[1]
            elif one := re.fullmatch(r"Id IN \((.+)\)", clause):
                fits = f"'{row['Id']}'" in one[1].split(", ")
            else:
                raise AssertionError(clause)
            if not fits:
                return False
        return True


def error(status: int, code: str, message: str) -> Answer:
    """A refusal as Salesforce words it."""
    return Answer([{"message": message, "errorCode": code}], status)

"""Who: the two legal entities, their bank accounts, the customers and their groups, the prospects.

Data flow: seed → `Company`, records named as the tables of the drop name their columns.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace

from ingestion.sample import names
from ingestion.sample.taxids import rut, tax_id

CHILE, MEXICO = "CL01", "MX01"
CUSTOMERS_IN_CHILE, CUSTOMERS_IN_MEXICO, PROSPECTS = 95, 43, 45


@dataclass(frozen=True)
class LegalEntity:
    """A company of the house: a row of erp/legal_entities."""

    legal_entity_id: str
    name: str
    tax_id: str
    country: str
    functional_currency: str


@dataclass(frozen=True)
class BankAccount:
    """An account of the house: a row of bank/accounts."""

    bank_account_id: str
    legal_entity_id: str
    account_number: str
    currency: str


@dataclass(frozen=True)
class Customer:
    """A customer in the ERP: a row of erp/customers; `account_number` is where it pays from."""

    customer_id: str
    name: str
    tax_id: str
    country: str
    parent_customer_id: str | None
    account_number: str

    @property
    def account_id(self) -> str:
        """Its account in the CRM."""
        return self.customer_id.replace("C", "ACC", 1)


@dataclass(frozen=True)
class Account:
    """A company in the CRM, customer or not yet: a row of crm/accounts."""

    account_id: str
    name: str
    tax_id: str | None
    country: str
    parent_account_id: str | None
    erp_customer_id: str | None


@dataclass(frozen=True)
class Company:
    """Everyone the sample company deals with."""

    legal_entities: tuple[LegalEntity, ...]
    bank_accounts: tuple[BankAccount, ...]
    customers: tuple[Customer, ...]
    prospects: tuple[Account, ...]

    @property
    def accounts(self) -> tuple[Account, ...]:
        """The CRM's accounts: one a customer, and the prospects."""
        by_id = {customer.customer_id: customer for customer in self.customers}
        known = tuple(
            Account(
                account_id=customer.account_id,
                name=customer.name,
                tax_id=customer.tax_id,
                country=customer.country,
                parent_account_id=(
                    by_id[customer.parent_customer_id].account_id
                    if customer.parent_customer_id
                    else None
                ),
                erp_customer_id=customer.customer_id,
            )
            for customer in self.customers
        )
        return known + self.prospects

    @property
    def known_accounts(self) -> tuple[Customer, ...]:
        """Customers whose bank account the ERP holds: every third one."""
        return self.customers[::3]

    def customer(self, customer_id: str) -> Customer:
        """The customer of that id."""
        return next(one for one in self.customers if one.customer_id == customer_id)

    def legal_entity(self, legal_entity_id: str) -> LegalEntity:
        """The legal entity of that id."""
        return next(one for one in self.legal_entities if one.legal_entity_id == legal_entity_id)

    def bank_account(self, legal_entity_id: str, currency: str) -> BankAccount:
        """Where an entity receives a currency."""
        return next(
            account
            for account in self.bank_accounts
            if (account.legal_entity_id, account.currency) == (legal_entity_id, currency)
        )


LEGAL_ENTITIES = (
    LegalEntity(CHILE, "Andes Nube SpA", rut(76_842_190), "CL", "CLP"),
    LegalEntity(MEXICO, "Andes Nube México S.A. de C.V.", "ANM180312HJ9", "MX", "MXN"),
)
BANK_ACCOUNTS = (
    BankAccount("CL01-CLP", CHILE, "0007123456-01", "CLP"),
    BankAccount("CL01-USD", CHILE, "5100098765", "USD"),
    BankAccount("MX01-MXN", MEXICO, "072580012345678905", "MXN"),
    BankAccount("MX01-USD", MEXICO, "5900043210", "USD"),
)


def found_company(seed: int) -> Company:
    """The company of one seed: everybody in it has a name and tax id of their own."""
    rng = random.Random(f"{seed}/company")
    chileans = _in_groups(rng, "CL", names.CHILE_GROUPS, list(_chilean_names(rng)))
    mexicans = _in_groups(rng, "MX", names.MEXICO_GROUPS, list(_mexican_names(rng)))
    abroad = [_customer(rng, name, country, None) for name, country in names.ABROAD]
    numbered = _numbered([*chileans, *mexicans, *abroad])
    return Company(LEGAL_ENTITIES, BANK_ACCOUNTS, numbered, tuple(_prospects(rng, numbered)))


def _customer(rng: random.Random, name: str, country: str, parent: str | None) -> Customer:
    account_number = f"{rng.randrange(10**9, 10**10)}"
    return Customer("", name, tax_id(rng, country, name), country, parent, account_number)


def _in_groups(
    rng: random.Random, country: str, groups: tuple[str, ...], customer_names: list[str]
) -> list[Customer]:
    """The customers of a country; a group's holding comes first and owns two or three of them."""
    form = {"CL": "S.A.", "MX": "S.A. de C.V."}[country]
    holdings = [f"{group} {form}" for group in groups]
    parents = [holding for holding in holdings for _ in range(rng.randint(2, 3))]
    single = len(customer_names) - len(parents) - len(holdings)
    owners = [*[None] * len(holdings), *parents, *[None] * single]
    everyone = [*holdings, *customer_names[: len(parents) + single]]
    return [
        _customer(rng, name, country, parent) for name, parent in zip(everyone, owners, strict=True)
    ]


def _numbered(customers: list[Customer]) -> tuple[Customer, ...]:
    ids = {customer.name: f"C{number:04d}" for number, customer in enumerate(customers, start=1)}
    return tuple(
        replace(
            customer,
            customer_id=ids[customer.name],
            parent_customer_id=(
                ids[customer.parent_customer_id] if customer.parent_customer_id else None
            ),
        )
        for customer in customers
    )


def _chilean_names(rng: random.Random) -> Iterator[str]:
    pairs = [(trade, place) for trade in names.CHILE_TRADES for place in names.CHILE_PLACES]
    for trade, place in rng.sample(pairs, CUSTOMERS_IN_CHILE):
        yield f"{trade} {place} {rng.choice(names.CHILE_FORMS)}"


def _mexican_names(rng: random.Random) -> Iterator[str]:
    pairs = [(trade, place) for trade in names.MEXICO_TRADES for place in names.MEXICO_PLACES]
    for trade, place in rng.sample(pairs, CUSTOMERS_IN_MEXICO):
        yield f"{trade} {place} {rng.choice(names.MEXICO_FORMS)}"


def _prospects(rng: random.Random, customers: tuple[Customer, ...]) -> Iterator[Account]:
    """Companies that were spoken to: some with a tax id, none in the ERP."""
    taken = {customer.name.rsplit(" ", 1)[0] for customer in customers}
    pairs = [
        f"{trade} {place}"
        for trade in names.CHILE_TRADES
        for place in names.CHILE_PLACES
        if f"{trade} {place}" not in taken
    ]
    for number, name in enumerate(rng.sample(pairs, PROSPECTS), start=1):
        known = tax_id(rng, "CL", name) if rng.random() < 0.4 else None
        yield Account(f"PRO{number:04d}", f"{name} SpA", known, "CL", None, None)

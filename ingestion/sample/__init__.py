"""The sample company: a believable house's source files, and apart from them the truth.

Data flow: seed, as-of date → records (assembly.py) → `<target>/drop`, which the pipeline reads, and
`<target>/truth`, which it never does. No clock, no float: the same arguments give the same bytes.
Run alone: `python -m ingestion.sample TARGET`.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ingestion.folders import STATEMENTS_FOLDER
from ingestion.sample.assembly import Sample, make_sample
from ingestion.sample.statements import statement_files
from ingestion.sample.truth import FAULT_COLUMNS, RECEIPT_COLUMNS
from ingestion.sample.write import write_records, write_table, write_text

AS_OF = date(2026, 6, 30)


@dataclass(frozen=True)
class SampleFolders:
    """Where the sample company lies: the drop, and the truth the pipeline never reads."""

    drop: Path
    truth: Path

    @property
    def faults(self) -> Path:
        """The planted faults, one a row."""
        return self.truth / "faults.csv"

    @property
    def receipts(self) -> Path:
        """What each receipt pays, one a row; nothing where nobody could tell."""
        return self.truth / "receipts.csv"


def write_sample(
    target: Path, *, seed: int = 7, as_of: date = AS_OF, with_faults: bool = True
) -> SampleFolders:
    """Write the sample company below `target`; an earlier sample there is replaced.

    A `target/drop` that is no sample, for it has no truth beside it, raises FileExistsError.
    """
    folders = SampleFolders(target / "drop", target / "truth")
    if folders.drop.exists():
        if not folders.faults.exists():
            raise FileExistsError(folders.drop)
        shutil.rmtree(folders.drop)
    sample = make_sample(seed, as_of, with_faults=with_faults)
    _write_tables(folders.drop, sample)
    for account in sample.company.bank_accounts:
        lines = [one for one in sample.lines if one.bank_account_id == account.bank_account_id]
        for name, text in statement_files(account, lines, sample.first, as_of):
            write_text(folders.drop / STATEMENTS_FOLDER / name, text)
    write_records(folders.faults, FAULT_COLUMNS, sample.faults)
    write_records(folders.receipts, RECEIPT_COLUMNS, sample.cash.truth)
    return folders


def _write_tables(drop: Path, sample: Sample) -> None:
    contracts, documents = sample.books.contracts, sample.documents
    lines = [line for contract in contracts for line in contract.lines]
    for path, records in {
        "crm/accounts": sample.company.accounts,
        "crm/opportunities": sample.sales.opportunities,
        "crm/quotes": sample.sales.quotes,
        "crm/quote_lines": sample.sales.quote_lines,
        "contracts/contracts": contracts,
        "contracts/contract_lines": lines,
        "contracts/amendments": [one for contract in contracts for one in contract.amendments],
        "contracts/adjustments": [one for contract in contracts for one in contract.adjustments],
        "contracts/milestones": [milestone for line in lines for milestone in line.milestones],
        "erp/legal_entities": sample.company.legal_entities,
        "erp/customers": sample.company.customers,
        "erp/customer_bank_accounts": sample.company.known_accounts,
        "erp/invoices": documents,
        "erp/invoice_lines": [line for document in documents for line in document.lines],
        "erp/payments": sample.cash.payments,
        "erp/payment_allocations": sample.cash.allocations,
        "bank/accounts": sample.company.bank_accounts,
        "reference/exchange_rates": sample.books.rates.published,
    }.items():
        write_table(drop, path, records)

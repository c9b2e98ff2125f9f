"""Matches bank lines to invoices with joins of Polars, as an analyst would in an afternoon.

Data flow: CSV files of a drop → joins on the number, then on payer and amount → CSV.
Run alone: `python joined_frames.py DROP PAIRS`.
"""

from __future__ import annotations

import sys
from pathlib import Path

import polars as pl

_PAYERS = ("tax_id", "account", "name")


def link(drop: Path, pairs: Path) -> None:
    """The number in the text and the amount; else the only document of the payer and amount."""
    lines, invoices = _lines(drop), _invoices(drop)
    found = [
        lines.join(invoices, on=["number", "amount"]).filter(pl.col("day") >= pl.col("issued_on"))
    ]
    for payer in _PAYERS:
        taken = pl.concat([one.select("line_id", "invoice_id") for one in found])
        found.append(
            lines.join(taken, on="line_id", how="anti")
            .drop_nulls(payer)
            .join(invoices.join(taken, on="invoice_id", how="anti"), on=[payer, "amount"])
            .filter(
                pl.col("day") >= pl.col("issued_on"),
                pl.len().over("line_id") == 1,
                pl.len().over("invoice_id") == 1,
            )
        )
    pl.concat([one.select("line_id", "invoice_id") for one in found]).unique(
        "line_id", keep="first", maintain_order=True
    ).unique("invoice_id", keep="first", maintain_order=True).write_csv(pairs)


def _lines(drop: Path) -> pl.DataFrame:
    return pl.read_csv(drop / "bank" / "transactions.csv", infer_schema=False).select(
        pl.col("bank_transaction_id").alias("line_id"),
        pl.col("remittance_text").str.extract(r"([0-9]{6,})").alias("number"),
        pl.col("amount").cast(pl.Int64),
        pl.col("counterparty_tax_id").alias("tax_id"),
        pl.col("counterparty_account").alias("account"),
        _stem("counterparty_name").alias("name"),
        pl.col("booked_on").str.to_date().alias("day"),
    )


def _invoices(drop: Path) -> pl.DataFrame:
    customers = pl.read_csv(drop / "erp" / "customers.csv", infer_schema=False)
    accounts = pl.read_csv(drop / "erp" / "customer_bank_accounts.csv", infer_schema=False)
    return (
        pl.read_csv(drop / "erp" / "invoices.csv", infer_schema=False)
        .join(customers.select("customer_id", "name", "tax_id"), on="customer_id")
        .join(accounts, on="customer_id", how="left")
        .select(
            "invoice_id",
            "tax_id",
            pl.col("invoice_number").alias("number"),
            pl.col("total_amount").cast(pl.Int64).alias("amount"),
            pl.col("account_number").alias("account"),
            _stem("name").alias("name"),
            pl.col("issue_date").str.to_date().alias("issued_on"),
        )
    )


def _stem(column: str) -> pl.Expr:
    """Upper case without accents, marks and legal form."""
    plain = pl.col(column).str.normalize("NFD").str.replace_all(r"\p{M}", "").str.to_uppercase()
    return plain.str.replace_all(r"[^0-9A-Z ]", "").str.replace(r" (SPA|LTDA|SA|EIRL)$", "")


if __name__ == "__main__":
    link(Path(sys.argv[1]), Path(sys.argv[2]))

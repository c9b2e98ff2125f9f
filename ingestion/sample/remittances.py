"""What stands on a bank line: the words, and as much of the payer as the bank passes on."""

from __future__ import annotations

import random
from dataclasses import dataclass

from ingestion.sample.company import Customer


@dataclass(frozen=True)
class LineText:
    """Text and counterparty of a bank line."""

    remittance: str
    name: str | None = None
    tax_id: str | None = None
    account_number: str | None = None


def by_number(rng: random.Random, customer: Customer, numbers: list[str]) -> LineText:
    """The invoice numbers stand in the text; four in five lines also name the payer."""
    listed = ", ".join(numbers[:-1]) + f" Y {numbers[-1]}" if len(numbers) > 1 else numbers[0]
    prefix = "F-" if numbers[0].isdigit() else ""
    one, several = (
        (f"PAGO FACTURA {listed}", f"PAGO FAC. {listed}", f"ABONO FACT {listed}"),
        (f"PAGO FACTURAS {listed}", f"Pago facturas {' '.join(numbers)}"),
    )
    told = f"Transf. de {customer.name} {prefix}{' '.join(numbers)}"
    text = rng.choice((*(one if len(numbers) == 1 else several), told))
    if rng.random() < 0.2:
        return LineText(text)
    return LineText(text, customer.name, customer.tax_id, customer.account_number)


def by_tax_id(rng: random.Random, customer: Customer) -> LineText:
    """Only the payer's tax id tells who it was."""
    text = rng.choice(("TRANSFERENCIA DE FONDOS", "ABONO POR TRANSFERENCIA", "PAGO PROVEEDORES"))
    return LineText(text, None, customer.tax_id, None)


def by_name(rng: random.Random, customer: Customer) -> LineText:
    """Only the payer's name tells who it was."""
    text = rng.choice(("TRANSFERENCIA RECIBIDA", "ABONO EN CUENTA", "PAGO SERVICIOS"))
    return LineText(text, customer.name, None, None)


def bare(rng: random.Random) -> LineText:
    """Nothing tells who it was."""
    return LineText(rng.choice(("DEPOSITO EN EFECTIVO", "DEPOSITO CHEQUE OTRO BANCO", "ABONO")))

"""How a tax id stands as a number of its country, as the warehouse's model asks python-stdnum."""

from __future__ import annotations

import runpy
from collections.abc import Callable, Iterable

import pytest

from tests.shared import ROOT

# The model is a file of dbt's: run, not imported, it leaves nothing beside the project's sources.
MODEL = runpy.run_path(
    str(ROOT / "dbt_project/models/intermediate/parties/int_parties__tax_ids.py")
)
tax_id_status: Callable[[str, str], str] = MODEL["tax_id_status"]
best_status: Callable[[str, Iterable[str]], str] = MODEL["best_status"]


@pytest.mark.parametrize(
    ("country", "tax_id", "status"),
    [
        ("CL", "76.086.428-5", "valid"),
        ("CL", "76086428-5", "valid"),
        ("CL", "760864285", "valid"),
        ("CL", "0760864285", "valid"),
        ("CL", "CL76086428-5", "valid"),
        ("CL", "10.000.013-k", "valid"),
        ("CL", "76.086.428-4", "invalid"),
        # A company's number without its check digit reads like a shorter one with it.
        ("CL", "76086428", "other_form"),
        ("CL", "76086428K5", "other_form"),
        ("MX", "GODE561231GR8", "valid"),
        ("MX", "XAXX010101000", "valid"),
        ("BR", "11.222.333/0001-81", "valid"),
        ("BR", "11.222.333/0001-82", "invalid"),
        ("BR", "390.533.447-05", "valid"),
        ("AR", "20-26756539-3", "valid"),
        ("AR", "20-26756539-2", "invalid"),
        ("CO", "900.123.456-8", "valid"),
        ("CO", "900.123.456-7", "invalid"),
        ("CO", "900123456", "other_form"),
        ("PE", "20512333797", "valid"),
        ("PE", "20512333798", "invalid"),
        ("ES", "B58378431", "valid"),
        ("ES", "ESB58378431", "valid"),
        ("ES", "B58378432", "invalid"),
        ("DE", "DE 144 213 373", "valid"),
        ("DE", "DE144213374", "invalid"),
        # A company of one member state that bills with the number of another.
        ("ES", "DE144213373", "valid"),
        ("FR", "FR 40 303 265 045", "valid"),
        ("US", "91-1144442", "valid"),
        # No rule is known: nothing can be wrong.
        ("BO", "1020304050", "unchecked"),
        ("ZZ", "76086428-4", "unchecked"),
    ],
)
def test_a_tax_id_is_checked_as_its_country_does(country: str, tax_id: str, status: str) -> None:
    assert tax_id_status(tax_id, country) == status


@pytest.mark.parametrize(
    ("countries", "status"),
    [
        (["CL", "MX"], "invalid"),
        # What another of our countries accepts is not wrong; the United States check no digit.
        (["CL", "US"], "valid"),
        (["us", "cl"], "valid"),
        (["MX"], "other_form"),
        ([], "unchecked"),
    ],
)
def test_without_a_country_the_best_of_ours_counts(countries: list[str], status: str) -> None:
    assert best_status("760864284", countries) == status

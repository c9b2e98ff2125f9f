"""The tax ids of all parties, each held against its check digit by python-stdnum.

Data flow: tax ids as written, with the country of whoever bears them → status.
Where no country is known the countries of our legal entities are tried. A status is `valid`,
`invalid` (the form is right, the check digit is not), `other_form` (no tax id of that country as
the library knows them: nothing follows) or `unchecked` (no country, or one the library does not
know).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Any

import pyarrow
from stdnum import get_cc_module
from stdnum.eu.vat import MEMBER_STATES
from stdnum.exceptions import InvalidChecksum, ValidationError

# What companies and persons are registered by beside the number that the library calls `vat`.
OTHER_NUMBERS = {
    "BR": ("cpf",),
    "CH": ("uid",),
    "CR": ("cpf", "cr"),
    "DE": ("stnr", "idnr"),
    "DO": ("cedula",),
    "EC": ("ci",),
    "FR": ("siren", "siret"),
    "GB": ("utr",),
    "IT": ("codicefiscale",),
    "NO": ("orgnr",),
    "SE": ("orgnr",),
    "US": ("tin",),
    "ZA": ("tin",),
}
# A number of so many bare digits may have been written without its check digit.
BARE_DIGITS = {"CL": 8, "CO": 9}
BEST_FIRST = ("valid", "invalid", "other_form", "unchecked")


@cache
def _numbers_of(country: str) -> tuple[Any, ...]:
    """The kinds of number that may be a tax id of a country; none where the library has none."""
    found = [get_cc_module(country, name) for name in ("vat", *OTHER_NUMBERS.get(country, ()))]
    if country.lower() in MEMBER_STATES:
        found.append(get_cc_module("eu", "vat"))
    return tuple(module for module in found if module is not None)


def _status_as(number: str, kind: Any) -> str:
    try:
        kind.validate(number)
    except InvalidChecksum:
        return "invalid"
    except ValidationError:
        return "other_form"
    return "valid"


def tax_id_status(tax_id: str, country: str) -> str:
    """How a tax id, as it is written, stands as a number of a country (ISO 3166)."""
    # Banks print leading zeros that are no part of the number.
    spellings = (tax_id, tax_id.strip().lstrip("0"))
    found = {_status_as(spelling, kind) for kind in _numbers_of(country) for spelling in spellings}
    status = min(found, key=BEST_FIRST.index, default="unchecked")
    bare = re.fullmatch(r"[\d.\s]+", tax_id) and len(re.sub(r"\D", "", tax_id).lstrip("0"))
    if status == "invalid" and bare and bare <= BARE_DIGITS.get(country, 0):
        return "other_form"
    return status


def best_status(tax_id: str, countries: Iterable[str]) -> str:
    """The best standing in any of several countries; `unchecked` where there is none."""
    found = (tax_id_status(tax_id, country.upper()) for country in countries)
    return min(found, key=BEST_FIRST.index, default="unchecked")


def model(dbt: Any, session: Any) -> pyarrow.Table:  # noqa: ARG001 - dbt calls it so
    """One row per tax id as written × country of its bearer."""
    dbt.config(materialized="table")
    parties = dbt.ref("int_parties__keyed")
    legal_entities = dbt.ref("legal_entities")
    ours = sorted({country for (country,) in legal_entities.project("country").fetchall()})
    written = (
        parties.filter("tax_id is not null")
        .project("tax_id, country")
        .distinct()
        .order("tax_id, country")
        .fetchall()
    )
    return pyarrow.table(
        {
            "tax_id": pyarrow.array([tax_id for tax_id, _ in written], pyarrow.string()),
            "country": pyarrow.array([country for _, country in written], pyarrow.string()),
            "tax_id_status": pyarrow.array(
                [
                    best_status(tax_id, [country] if country else ours)
                    for tax_id, country in written
                ],
                pyarrow.string(),
            ),
        }
    )

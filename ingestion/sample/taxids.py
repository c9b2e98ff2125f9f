"""Tax ids with their check digits: Chile's RUT, Mexico's RFC, Peru's RUC; the US EIN has none."""

from __future__ import annotations

import random
import unicodedata
from datetime import date, timedelta

RFC_ALPHABET = "0123456789ABCDEFGHIJKLMN&OPQRSTUVWXYZ Ñ"
RUC_WEIGHTS = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)


def rut(body: int) -> str:
    """Chile: modulo 11 with weights 2 to 7 from the right."""
    total = sum(int(digit) * (2 + place % 6) for place, digit in enumerate(reversed(str(body))))
    return f"{body}-{'0123456789K0'[11 - total % 11]}"


def rfc(name: str, founded: date, homonym: str) -> str:
    """Mexico, a company: three letters of the name, date of foundation, two signs, check digit."""
    letters = "".join(sign for sign in plain(name).upper() if sign.isalpha())
    body = f"{letters[0]}{letters[3]}{letters[6]}{founded:%y%m%d}{homonym}"
    padded = f" {body}"
    total = sum(RFC_ALPHABET.index(sign) * (13 - place) for place, sign in enumerate(padded))
    return body + RFC_ALPHABET[(11 - total) % 11]


def ruc(body: int) -> str:
    """Peru: modulo 11 over ten digits."""
    digits = f"{body:010d}"
    total = sum(int(digit) * weight for digit, weight in zip(digits, RUC_WEIGHTS, strict=True))
    return f"{digits}{(11 - total % 11) % 10}"


def tax_id(rng: random.Random, country: str, name: str) -> str:
    """A new company's tax id in that country."""
    if country == "CL":
        return rut(rng.randrange(76_100_000, 77_990_000))
    if country == "MX":
        founded = date(1985, 1, 1) + timedelta(days=rng.randrange(12_000))
        homonym = rng.choice("ABCDEFGHJKLMNPQRSTUVWXYZ") + str(rng.randrange(1, 10))
        return rfc(name, founded, homonym)
    if country == "PE":
        return ruc(rng.randrange(2_010_000_000, 2_060_000_000))
    return f"{rng.randrange(20, 95)}-{rng.randrange(1_000_000, 9_999_999)}"


def plain(text: str) -> str:
    """The text as banks print it: no accents."""
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))

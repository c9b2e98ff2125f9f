"""How many decimals a currency has where amounts are whole numbers of its smallest unit.

`iso` is the exponent of ISO 4217; `stripe` is that of Stripe's API, which differs for three
currencies (https://docs.stripe.com/currencies#zero-decimal and #special-cases).
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

_OTHER_THAN_TWO: Mapping[int, str] = {
    0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF",
    3: "BHD IQD JOD KWD LYD OMR TND",
    4: "CLF UYW",
}
_ISO: Mapping[str, int] = {
    currency: units for units, group in _OTHER_THAN_TWO.items() for currency in group.split()
}
CONVENTIONS: Mapping[str, Mapping[str, int]] = {
    "iso": _ISO,
    "stripe": {**_ISO, "ISK": 2, "UGX": 2, "MGA": 0},
}


def from_minor(count: int, currency: str, convention: str = "iso") -> Decimal:
    """The amount that so many of the currency's smallest unit make: 1234 USD cents are 12.34."""
    return Decimal(count).scaleb(-CONVENTIONS[convention].get(currency, 2))

"""How many digits of an amount without a point are its cents, by currency (ISO 4217).

Only formats that write amounts in the smallest unit need it; reading a file may ask nothing else.
"""

from __future__ import annotations

_OTHER_THAN_TWO = {
    0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF",
    3: "BHD IQD JOD KWD LYD OMR TND",
    4: "CLF UYW",
}


def minor_units(currency: str | None) -> int:
    """Decimals of the currency's smallest unit; two where it is not known or not told."""
    for decimals, currencies in _OTHER_THAN_TWO.items():
        if currency and currency in currencies.split():
            return decimals
    return 2

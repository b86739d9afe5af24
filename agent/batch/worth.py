"""About what money is worth, so that rows of several currencies stand in a sensible order. Never shown, never added up.

A rate that is off by half moves a row by a place or two; without any, a small account in yen stands above a large one
in dollars.
"""

from __future__ import annotations

_PER_DOLLAR = {
    "AED": 3.7, "ARS": 1300, "AUD": 1.5, "BRL": 5.5, "CAD": 1.4, "CHF": 0.85, "CLP": 950, "CNY": 7.2, "COP": 4100,
    "CZK": 22, "DKK": 6.7, "EUR": 0.9, "GBP": 0.77, "HKD": 7.8, "HUF": 360, "IDR": 16000, "ILS": 3.6, "INR": 86,
    "JPY": 150, "KRW": 1400, "MXN": 19, "MYR": 4.3, "NOK": 10.5, "NZD": 1.7, "PHP": 57, "PLN": 3.9, "RON": 4.5,
    "RUB": 85, "SAR": 3.75, "SEK": 10, "SGD": 1.33, "THB": 33, "TRY": 40, "TWD": 32, "UAH": 41, "VND": 25500, "ZAR": 18,
}  # fmt: skip
"""Units of a currency for a US dollar, roughly, in 2025. Any other counts as a dollar."""

_CASES = " ".join(f"when '{code}' then {rate:.2f}" for code, rate in _PER_DOLLAR.items())
ORDER = f"order by clock is null, clock, arr is null, arr / (case currency {_CASES} else 1.0 end) desc, name"
"""SQL: by response clock, then by about how much money is at risk; what is unknown comes last."""

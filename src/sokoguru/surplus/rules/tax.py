"""Income tax of the cooperative: UU 7/2021 (HPP), UU PPh art. 17 and 31E, PP 55/2022.

SHU itself is no income of the member (UU PPh art. 4(3)i); the tax is the cooperative's and comes
before the surplus. Every figure is a dated setting; the defaults are those of 2022 on.
"""

from dataclasses import dataclass
from decimal import Decimal

from sokoguru.kernel.rounding import Rounding, divide, percent

ROUNDING = Rounding.FLOOR


@dataclass(frozen=True, slots=True)
class TaxRules:
    """The figures in force for a tax year."""

    rate_percent: Decimal = Decimal(22)
    relief_percent: Decimal = Decimal(50)
    """How much of the rate art. 31E takes off the favoured part."""
    relief_gross: int = 4_800_000_000
    """The gross income whose part of the profit is favoured."""
    relief_gross_max: int = 50_000_000_000
    """Above this gross income nothing is favoured."""
    final_rate_percent: Decimal = Decimal("0.5")
    final_gross_max: int = 4_800_000_000
    final_years_max: int = 4
    """For so many tax years a cooperative may pay the final rate (PP 55/2022 art. 59)."""


@dataclass(frozen=True, slots=True)
class IncomeTax:
    """The tax of a year and how it came to be."""

    favoured: int
    favoured_tax: int
    other: int
    other_tax: int

    @property
    def total(self) -> int:
        return self.favoured_tax + self.other_tax


def income_tax(*, gross: int, profit: int, rules: TaxRules) -> IncomeTax:
    """The tax on a year's profit, which counts in full thousands (art. 17(4)); none on a loss."""
    taxable = max(profit, 0) // 1000 * 1000
    favoured = _favoured(gross=gross, taxable=taxable, rules=rules)
    relieved_rate = rules.rate_percent * (100 - rules.relief_percent) / 100
    return IncomeTax(
        favoured=favoured,
        favoured_tax=percent(favoured, relieved_rate, ROUNDING),
        other=taxable - favoured,
        other_tax=percent(taxable - favoured, rules.rate_percent, ROUNDING),
    )


def may_pay_final(*, gross_last_year: int, tax_years_before: int, rules: TaxRules) -> bool:
    """Whether the cooperative may still pay the final rate on its gross income."""
    return gross_last_year <= rules.final_gross_max and tax_years_before < rules.final_years_max


def final_tax(gross_of_month: int, rules: TaxRules) -> int:
    """The final tax of one month, on gross income."""
    return percent(gross_of_month, rules.final_rate_percent, ROUNDING)


def _favoured(*, gross: int, taxable: int, rules: TaxRules) -> int:
    if gross > rules.relief_gross_max:
        return 0
    if gross <= rules.relief_gross:
        return taxable
    return divide(rules.relief_gross * taxable, gross, ROUNDING)

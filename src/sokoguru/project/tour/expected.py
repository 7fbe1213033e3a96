"""What must come out, worked out by hand from what the tour puts in; nothing is asked of the books.

The arithmetic is written again here on purpose: a tour that borrowed the rules of the offices would
agree with their mistakes. Sources: UU PPh Pasal 17 and 31E (11 % on the profit below Rp4.8 billion
of turnover, the profit cut to thousands), UU 25/1992 Pasal 45, and the example's own articles.
"""

from dataclasses import dataclass

PRICE_MEMBER, PRICE_PUBLIC = 29_000, 32_500
PIECES_TAKEN_IN, UJRAH_PERCENT = 10, 12
DEPOSIT = 200_000
HARVEST_GRAMS, GRADE_PRICE = 12_500, 6_800
"""What is bought outright, and for how much a kilogram."""
BOUGHT_BY_SAVINGS, BOUGHT_BY_CASH, BOUGHT_BY_QRIS = 3, 1, 1
"""Pieces: quantities that do not divide evenly, so that a rounded share differs from a floor."""

QRIS_FEE_PER_MILLE = 7
TAX_PERCENT, TAX_STEP = 11, 1_000
JASA_USAHA_PERCENT, JASA_MODAL_PERCENT = 30, 20


@dataclass(frozen=True)
class Expected:
    """Every figure of one cooperative's circle, in rupiah."""

    members: int
    order: int
    ujrah_of_order: int
    maker_of_order: int
    till: int
    qris: int
    qris_fee: int
    harvest: int
    turnover: int
    ujrah: int
    owed_to_maker: int
    tax: int
    shu: int
    jasa_usaha: int
    jasa_modal: int

    @property
    def credited(self) -> int:
        """What arrives in the buyer's savings."""
        return self.jasa_usaha + self.jasa_modal


def expected(*, members: int) -> Expected:
    """The figures where all members hold equal capital and only the tour's two buyers bought."""
    order, till, qris = (
        pieces * PRICE_MEMBER for pieces in (BOUGHT_BY_SAVINGS, BOUGHT_BY_CASH, BOUGHT_BY_QRIS)
    )
    turnover = order + till + qris
    ujrah_of_order, *others = (each * UJRAH_PERCENT // 100 for each in (order, till, qris))
    ujrah = ujrah_of_order + sum(others)
    qris_fee = qris * QRIS_FEE_PER_MILLE // 1_000
    profit = ujrah - qris_fee
    tax = profit // TAX_STEP * TAX_STEP * TAX_PERCENT // 100
    shu = profit - tax
    return Expected(
        members=members,
        order=order,
        ujrah_of_order=ujrah_of_order,
        maker_of_order=order - ujrah_of_order,
        till=till,
        qris=qris,
        qris_fee=qris_fee,
        harvest=HARVEST_GRAMS * GRADE_PRICE // 1_000,
        turnover=turnover,
        ujrah=ujrah,
        owed_to_maker=turnover - ujrah,
        tax=tax,
        shu=shu,
        jasa_usaha=shu * JASA_USAHA_PERCENT // 100 * order // turnover,
        jasa_modal=shu * JASA_MODAL_PERCENT // 100 // members,
    )

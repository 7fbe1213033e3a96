"""What must come out, worked out by hand from what the tour puts in; nothing is asked of the books.

The arithmetic is written again here on purpose: a tour that borrowed the rules of the offices would
agree with their mistakes. Sources: UU PPh Pasal 17 and 31E (11 % on the profit below Rp4.8 billion
of turnover, the profit cut to thousands), UU 25/1992 Pasal 45, and the example's own articles.
"""

from dataclasses import dataclass

PRICE_MEMBER, PRICE_PUBLIC = 29_000, 32_500
PIECES_TAKEN_IN, UJRAH_PERCENT = 10, 12
DEPOSIT = 200_000
BOUGHT_BY_SAVINGS, BOUGHT_BY_CASH = 3, 1
"""Pieces: quantities that do not divide evenly, so that a rounded share differs from a floor."""

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
    """The figures where so many members hold equal capital and only the tour's two buyers bought."""
    order, till = BOUGHT_BY_SAVINGS * PRICE_MEMBER, BOUGHT_BY_CASH * PRICE_MEMBER
    turnover = order + till
    ujrah_of_order = order * UJRAH_PERCENT // 100
    ujrah = ujrah_of_order + till * UJRAH_PERCENT // 100
    tax = ujrah // TAX_STEP * TAX_STEP * TAX_PERCENT // 100
    shu = ujrah - tax
    return Expected(
        members=members,
        order=order,
        ujrah_of_order=ujrah_of_order,
        maker_of_order=order - ujrah_of_order,
        till=till,
        turnover=turnover,
        ujrah=ujrah,
        owed_to_maker=turnover - ujrah,
        tax=tax,
        shu=shu,
        jasa_usaha=shu * JASA_USAHA_PERCENT // 100 * order // turnover,
        jasa_modal=shu * JASA_MODAL_PERCENT // 100 // members,
    )

"""What the example's AD/ART says of the surplus and of meetings (its own set: 100 per cent)."""

from decimal import Decimal

from sokoguru.governance.actions import convening
from sokoguru.governance.actions.convening import StatuteTerms
from sokoguru.project.demo import days
from sokoguru.project.demo.story import Example
from sokoguru.surplus.actions import closing, proposing
from sokoguru.surplus.rules.policy import PolicyTerms
from sokoguru.surplus.rules.shu import Allocation, Head

PERCENTAGES = {
    Head.CADANGAN: 25,
    Head.JASA_MODAL: 20,
    Head.JASA_USAHA: 30,
    Head.DANA_PENGURUS: 10,
    Head.DANA_KARYAWAN: 5,
    Head.DANA_PENDIDIKAN: 5,
    Head.DANA_SOSIAL: 5,
}


def tell(example: Example) -> None:
    """Enter the articles on the founding day."""
    with days.at(example.first, 11):
        closing.set_policy(
            since=example.first,
            legal_basis="ART pasal 41",
            terms=PolicyTerms(
                allocations=tuple(
                    Allocation(head, Decimal(part)) for head, part in PERCENTAGES.items()
                )
            ),
            actor=example.by("bendahara"),
        )
        convening.set_statute(
            since=example.first,
            terms=StatuteTerms(legal_basis="AD pasal 18"),
            actor=example.by("ketua"),
        )


def estimate(example: Example) -> None:
    """The running SHU of every member, as the worker estimates it each day."""
    proposing.estimate()

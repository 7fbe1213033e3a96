"""A year at the counter: wajib each month, voluntary savings as they come, one slip taken back."""

from sokoguru.project.demo import days
from sokoguru.project.demo.gathering import WAJIB
from sokoguru.project.demo.story import Example
from sokoguru.savings.actions import counter
from sokoguru.savings.rules import Simpanan

SUKARELA = (250_000, 75_000, 120_000, 40_000, 500_000, 60_000, 90_000, 310_000)


def tell(example: Example) -> None:
    """Month after month."""
    for turn, day in enumerate(days.months(example)):
        with days.at(day, 9):
            if turn:
                _wajib(example, turn)
            _sukarela(example, turn)
        with days.at(day, 14):
            _out(example, turn)
            if turn == 2:
                _taken_back(example)


def _wajib(example: Example, turn: int) -> None:
    for place, (name, member) in enumerate(example.members.items()):
        if (place + turn) % 11:  # somebody is always late
            counter.deposit(
                member_id=member.pk,
                kind=Simpanan.WAJIB,
                amount=WAJIB,
                request_key=example.key("wajib", turn, name),
                actor=example.by("teller"),
            )


def _sukarela(example: Example, turn: int) -> None:
    for place, (name, member) in enumerate(example.members.items()):
        if (place * 3 + turn) % 5 == 0:
            counter.deposit(
                member_id=member.pk,
                kind=Simpanan.SUKARELA,
                amount=SUKARELA[(place + turn) % len(SUKARELA)],
                request_key=example.key("sukarela", turn, name),
                memo="Setoran sukarela",
                actor=example.by("teller"),
            )


def _out(example: Example, turn: int) -> None:
    name, member = list(example.members.items())[turn % len(example.members)]
    if turn and (turn * 3) % 5 == 0:
        counter.withdraw(
            member_id=member.pk,
            kind=Simpanan.SUKARELA,
            amount=40_000,
            request_key=example.key("tarik", turn, name),
            actor=example.by("teller"),
        )


def _taken_back(example: Example) -> None:
    """A slip for the wrong member: reversed by the treasurer, another person than the teller."""
    name, member = list(example.members.items())[1]
    moved = counter.deposit(
        member_id=member.pk,
        kind=Simpanan.SUKARELA,
        amount=200_000,
        request_key=example.key("salah", name),
        memo="Setoran sukarela",
        actor=example.by("teller"),
    )
    counter.reverse(
        reference=moved.reference, reason="salah anggota", actor=example.by("bendahara")
    )

"""Becoming a member: it works, it is refused, it is retried, it is refused and nothing changed."""

from dataclasses import replace

import pytest

from sokoguru.audit.models import Record
from sokoguru.identity.errors import ActNotGranted
from sokoguru.kernel.refs import SYSTEM
from sokoguru.ledger import queries as books
from sokoguru.ledger.models import Entry, Line
from sokoguru.ledger.rules import Role
from sokoguru.members import queries
from sokoguru.members.actions import joining, people
from sokoguru.members.errors import DuesUnpaid, NikTaken, NotACandidate, RegisterUnsigned
from sokoguru.members.models import Member
from tests.cast import POKOK, WAJIB, Cast, apply


def balance(member: Member, unit: str, role: Role) -> int:
    leaf = books.leaf(unit=unit, role=role, subject=queries.subject(member.pk))
    return books.balance(leaf.id)


def candidate(cast: Cast) -> Member:
    return joining.register(
        application=apply(99, "Calon", nik="3201016208909999"), actor=cast.actor("deni")
    )


def pay(cast: Cast, member: Member, amount: int = POKOK + WAJIB, reference: str = "T-1") -> None:
    joining.receive_dues(
        member_id=member.pk,
        amount=amount,
        cash=cast.teller_cash(),
        reference=reference,
        actor=cast.actor("deni"),
    )


def test_dues_are_titipan_until_admission_makes_them_equity(cast: Cast) -> None:
    member = candidate(cast)
    cash = books.balance(cast.teller_cash().id)
    pay(cast, member)
    assert balance(member, "induk", Role.MEMBER_ADVANCE) == 120_000
    assert books.balance(cast.teller_cash().id) == cash + 120_000
    joining.sign_register(member_id=member.pk)
    admitted = joining.admit(member_id=member.pk, actor=cast.actor("ratna"))
    assert admitted.number == "0010"
    assert balance(member, "induk", Role.MEMBER_ADVANCE) == 0
    assert balance(member, "induk", Role.POKOK) == 100_000
    assert balance(member, "induk", Role.WAJIB) == 20_000
    entry = Entry.objects.get(reference="anggota:0010")
    again = joining.admit(member_id=member.pk, actor=cast.actor("ratna"))
    assert (again.number, Entry.objects.latest("id").pk) == ("0010", entry.pk)


def test_a_refused_candidate_gets_everything_back(cast: Cast) -> None:
    member = candidate(cast)
    cash = books.balance(cast.teller_cash().id)
    pay(cast, member)
    refunded = joining.refuse(
        member_id=member.pk,
        reason="pindah desa",
        cash=cast.teller_cash(),
        reference="T-2",
        actor=cast.actor("ratna"),
    )
    assert (refunded, books.balance(cast.teller_cash().id)) == (120_000, cash)
    assert balance(member, "induk", Role.MEMBER_ADVANCE) == 0
    with pytest.raises(NotACandidate):
        joining.admit(member_id=member.pk, actor=cast.actor("ratna"))


def test_a_candidate_pays_exactly_what_the_terms_ask(cast: Cast) -> None:
    member = candidate(cast)
    lines = Line.objects.count()
    for amount in (0, 119_999, 120_001):
        with pytest.raises(DuesUnpaid) as refused:
            pay(cast, member, amount)
        assert refused.value.facts == {"paid": amount, "due": 120_000}
    assert Line.objects.count() == lines


def test_nobody_is_admitted_unpaid_or_unsigned(cast: Cast) -> None:
    member = candidate(cast)
    with pytest.raises(DuesUnpaid):
        joining.admit(member_id=member.pk, actor=cast.actor("ratna"))
    pay(cast, member)
    with pytest.raises(RegisterUnsigned):
        joining.admit(member_id=member.pk, actor=cast.actor("ratna"))
    assert queries.member(member.pk).state == "calon"


def test_a_teller_does_not_admit(cast: Cast) -> None:
    member = candidate(cast)
    with pytest.raises(ActNotGranted):
        joining.admit(member_id=member.pk, actor=cast.actor("deni"))


def test_one_nik_is_one_person_and_the_refusal_tells_nothing(cast: Cast) -> None:
    before = Member.objects.count()
    with pytest.raises(NikTaken) as refused:
        joining.register(
            application=replace(apply(50, "Kembar"), nik="3201016208900001"),
            actor=cast.actor("deni"),
        )
    assert refused.value.facts == {}
    assert Member.objects.count() == before


def test_a_nik_is_kept_encrypted_masked_and_read_with_a_reason(cast: Cast) -> None:
    siti = cast.member("Siti")
    assert siti.nik_masked == "3201••••••••0001"
    assert b"3201016208900001" not in bytes(siti.nik_cipher)
    with pytest.raises(ActNotGranted):
        people.read_nik(member_id=siti.pk, reason="ingin tahu", actor=cast.actor("deni"))
    nik = people.read_nik(member_id=siti.pk, reason="pengukuhan", actor=cast.actor("yuli"))
    assert nik == "3201016208900001"
    record = Record.objects.get(name="members.IdentityRead")
    assert record.body == {"member_id": siti.pk, "reason": "pengukuhan"}


def test_every_record_is_free_of_identity_numbers(cast: Cast) -> None:
    people.consent(
        member_id=cast.member("Wati").pk, purpose="nama_di_jejak", given=True, actor=SYSTEM
    )
    text = " ".join(str(body) for body in Record.objects.values_list("body", flat=True))
    assert "320101" not in text
    assert "81234" not in text


def test_the_newest_consent_counts(cast: Cast) -> None:
    wati = cast.member("Wati").pk
    assert not queries.consents_to(member_id=wati, purpose="nama_di_jejak")
    for given in (True, False, True):
        people.consent(member_id=wati, purpose="nama_di_jejak", given=given, actor=SYSTEM)
        assert queries.consents_to(member_id=wati, purpose="nama_di_jejak") is given

"""Who is told what, when: each once, each member's own, in a handful of statements."""

from datetime import date

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext

from sokoguru.audit import actions as audit
from sokoguru.audit.models import Record
from sokoguru.audit.rules import body_of, name_of
from sokoguru.channels.models import Outbox
from sokoguru.governance.actions import carrying, convening, sitting
from sokoguru.governance.models import Voter
from sokoguru.governance.rules import Choice
from sokoguru.kernel import clock
from sokoguru.kernel.refs import SYSTEM
from sokoguru.ledger.rules import Role
from sokoguru.members.actions import people
from sokoguru.members.models import Consent, Member
from sokoguru.notices import handlers
from sokoguru.notices.actions import telling
from sokoguru.notices.actions.telling import Told, tell
from sokoguru.notices.models import Notice
from sokoguru.notices.rules import LETTERS, Kind
from sokoguru.retail.events import OrderExpired
from sokoguru.supply.events import MakerSettled, SettlementReversed
from sokoguru.surplus.events import DistributionFinished, ShuCredited
from sokoguru.tenancy.models import Cooperative
from tests.cast import Cast
from tests.governance.meeting import (
    HELD_ON,
    NAMES,
    convened,
    ended,
    in_session,
    on,
    reported,
    shu_question,
    vote,
    year_closed,
)
from tests.notices.mailbag import deliver, heard_of, skip_what_came_before, told, wants_letters
from tests.surplus.year import Person, admit, of


@pytest.fixture
def people_of_lestari(cast: Cast) -> Cast:
    skip_what_came_before()
    return cast


def test_an_admitted_member_is_welcomed_once(cast: Cast) -> None:
    assert deliver(times=2) == 9
    [welcome] = told(cast.member("Siti"))
    assert (welcome.kind, welcome.read_at, welcome.letter) == ("diterima", None, "")
    assert welcome.facts == {"number": "0001", "pokok": 100_000, "wajib": 20_000}
    assert Notice.objects.count() == 9
    assert deliver() == 0


def test_every_full_member_is_invited_to_the_meeting(people_of_lestari: Cast) -> None:
    cast = people_of_lestari
    year_closed(cast)
    reported(cast)
    meeting = convened(cast)
    assert deliver(times=2) == 1
    rows = Notice.objects.filter(kind=Kind.RAT)
    assert {row.member_id for row in rows} == {cast.member(name).pk for name in NAMES}
    assert len(rows) == 9
    assert rows[0].facts == {
        "meeting_id": meeting.pk,
        "year": 2026,
        "call": 1,
        "held_on": "2027-02-27",
        "starts_at": "09:00",
        "place": "Balai desa Sukamaju",
    }


def test_who_joins_between_invitation_and_record_date_is_invited_too(
    people_of_lestari: Cast,
) -> None:
    cast = people_of_lestari
    year_closed(cast)
    reported(cast)
    meeting = convened(cast)
    deliver()
    late = admit(Person("Hana"))
    Member.objects.filter(pk=late.pk).update(joined_on=date(2027, 2, 1))
    with on(meeting.record_on):
        convening.list_voters(meeting_id=meeting.pk)
    assert Voter.objects.count() == 10
    assert deliver(times=2) == 1
    assert len(told(late, Kind.RAT)) == 1
    assert Notice.objects.filter(kind=Kind.RAT).count() == 10
    assert told(late)[0].record_id == told(cast.member("Siti"))[0].record_id


def test_every_member_is_told_of_the_own_share_to_the_rupiah(people_of_lestari: Cast) -> None:
    cast = people_of_lestari
    siti, budi = cast.member("Siti"), cast.member("Budi")
    people.set_mandate(member_id=siti.pk, shu_to_savings=True, actor=SYSTEM)
    meeting = in_session(cast, *NAMES)
    question = shu_question(meeting)
    with on(HELD_ON):
        sitting.open_ballot(question_id=question.pk, actor=cast.actor("ratna"))
        vote(cast, question, Choice.IN_FAVOUR, *NAMES)
        sitting.close_ballot(question_id=question.pk, actor=cast.actor("ratna"))
        ended(cast, meeting)
        carrying.distribute_shu(question_id=question.pk, actor=cast.actor("ratna"))
    deliver(times=2)
    shares = Notice.objects.filter(kind=Kind.SHU)
    assert len(shares) == 9
    assert sum(row.facts["amount"] for row in shares) == sum(
        row.body["amount"] for row in Record.objects.filter(name="surplus.ShuCredited")
    )
    [own] = told(budi, Kind.SHU)
    assert own.facts["amount"] == of(budi, "induk", Role.SHU_PAYABLE) == 300_000
    assert own.facts["jasa_modal"] == 300_000
    assert own.facts["jasa_usaha"] == 0
    assert own.facts["reference"] == f"shu:2026:{budi.pk}"
    assert own.facts["into_savings"] is False
    assert Record.objects.get(pk=own.record_id).body["member_id"] == budi.pk


def test_letters_go_only_to_who_said_yes_and_can_be_reached(people_of_lestari: Cast) -> None:
    cast = people_of_lestari
    for name in ("Siti", "Budi", "Wati", "Imas"):
        wants_letters(cast.member(name))
    people.consent(member_id=cast.member("Budi").pk, purpose=LETTERS, given=False, actor=SYSTEM)
    Member.objects.filter(name="Wati").update(email="bukan alamat")
    Member.objects.filter(name="Imas").update(email="")
    year_closed(cast)
    reported(cast)
    convened(cast)
    deliver(times=2)
    [letter] = Outbox.objects.all()
    assert letter.to == "siti@contoh.example"
    assert letter.subject == "Undangan rapat anggota tahunan, tahun buku 2026"
    assert "Sabtu, 27 Februari 2027, pukul 09:00, di Balai desa Sukamaju." in letter.text
    assert "Acara dan kartu hadir: http://localhost:8000/saya/rapat/" in letter.text
    assert "Halo Siti," in letter.text
    [siti] = told(cast.member("Siti"))
    assert siti.letter == letter.reference == f"notices:{siti.record_id}:{siti.member_id}"
    assert {row.letter for row in Notice.objects.exclude(pk=siti.pk)} == {""}


def test_a_yes_that_comes_later_brings_no_letter_about_what_was_told(
    people_of_lestari: Cast,
) -> None:
    cast = people_of_lestari
    year_closed(cast)
    reported(cast)
    convened(cast)
    deliver()
    wants_letters(cast.member("Siti"))
    handlers.invite(heard_of(Record.objects.get(name="governance.RatConvened")))
    assert Outbox.objects.count() == 0


def test_makers_are_told_of_what_they_were_paid(people_of_lestari: Cast) -> None:
    wati = people_of_lestari.member("Wati")
    wants_letters(wati)
    paid = MakerSettled(
        number="PL-1", member_id=wati.pk, consignment=250_000, produce=0, into="cash"
    )
    audit.record(paid, actor=SYSTEM)
    audit.record(
        SettlementReversed(number="PL-1", reversed_by="PL-2", member_id=wati.pk), actor=SYSTEM
    )
    assert deliver(times=2) == 2
    assert [row.kind for row in told(wati)] == ["pelunasan", "pelunasan_dibalik"]
    texts = [row.text for row in Outbox.objects.order_by("pk")]
    assert "Untuk barang titipan yang terjual Rp250.000. Dibayar tunai." in texts[0]
    assert "http://localhost:8000/saya/lapak/pelunasan/PL-1/" in texts[0]
    assert "dibatalkan dengan PL-2" in texts[1]


def test_an_order_that_is_not_there_tells_nobody(people_of_lestari: Cast) -> None:
    siti = people_of_lestari.member("Siti")
    audit.record(OrderExpired(order_id=9_999_999, member_id=siti.pk), actor=SYSTEM)
    row = Record.objects.get(name="retail.OrderExpired")
    with pytest.raises(Exception, match="not_found"):
        handlers.tell_member(heard_of(row))
    assert told(siti) == []


@pytest.mark.slow
def test_ten_thousand_members_are_told_in_a_handful_of_statements(
    people_of_lestari: Cast, lestari: Cooperative
) -> None:
    record = Record.objects.order_by("pk").last()
    assert record is not None
    pattern = people_of_lestari.member("Siti")
    Member.objects.bulk_create([copy_of(pattern, place) for place in range(10_000)])
    ids = list(Member.objects.filter(group="massa").values_list("pk", flat=True))
    Consent.objects.bulk_create(
        [
            Consent(member_id=pk, purpose=LETTERS, given=True, text_version="x", at=clock.now())
            for pk in ids[:2_000]
        ]
    )
    facts = {"meeting_id": 1, "year": 2026, "call": 1, "held_on": "2027-02-27",
             "starts_at": "09:00", "place": "Balai desa"}  # fmt: skip
    rows = [Told(pk, record.pk, record.at, facts) for pk in ids]
    with (
        CaptureQueriesContext(connections[lestari.cell]) as cell,
        CaptureQueriesContext(connections["default"]) as directory,
    ):
        assert tell(kind=Kind.RAT, told=rows) == 10_000
    inserts = [each["sql"][:40] for each in cell if each["sql"].startswith("INSERT")]
    assert len(inserts) == 2, "one for the letters, one for the notices"
    assert len(cell) <= 10
    assert len(directory) <= 4, "who we are, where links begin: however many are told"
    assert Outbox.objects.count() == 2_000
    assert Notice.objects.filter(record=record).count() == 10_000
    assert tell(kind=Kind.RAT, told=rows) == 0
    assert telling.BATCH == 10_000


def test_however_many_shares_were_credited_they_are_told_in_as_many_statements(
    people_of_lestari: Cast, lestari: Cooperative
) -> None:
    pattern = people_of_lestari.member("Siti")
    Member.objects.bulk_create([copy_of(pattern, place) for place in range(3_000)])
    ids = list(Member.objects.filter(group="massa").values_list("pk", flat=True))
    spent = []
    for year, some in ((2026, ids[:10]), (2027, ids)):
        shares = [
            ShuCredited(member_id=pk, year=year, amount=7, jasa_modal=3, jasa_usaha=4,
                        into_savings=True)
            for pk in some
        ]  # fmt: skip
        Record.objects.bulk_create(
            [
                Record(name=name_of(each), body=body_of(each), actor_kind="system", actor_id=0,
                       actor_name="-", at=clock.now())
                for each in shares
            ]
        )  # fmt: skip
        audit.record(
            DistributionFinished(proposal_id=1, year=year, members=len(some), amount=7),
            actor=SYSTEM,
        )
        row = Record.objects.order_by("pk").last()
        assert row is not None
        with CaptureQueriesContext(connections[lestari.cell]) as cell:
            handlers.tell_shares(heard_of(row))
        spent.append(len([each for each in cell if "CURSOR" not in each["sql"]]))
        assert Notice.objects.filter(kind=Kind.SHU, facts__year=year).count() == len(some)
    assert spent[0] == spent[1] <= 8


def copy_of(row: Member, place: int) -> Member:
    return Member(
        number=f"{place + 5000}",
        name=f"Anggota {place}",
        state="anggota",
        nik_cipher=b"x",
        nik_index=str(place).encode().rjust(32, b"n"),
        nik_masked="3201",
        phone="+628",
        email=f"anggota{place}@contoh.example",
        born_on=row.born_on,
        sex="P",
        street="-",
        village="-",
        district="-",
        regency="-",
        province="-",
        group="massa",
        applied_on=row.applied_on,
        joined_on=row.joined_on,
    )

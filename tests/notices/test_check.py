"""``soko check`` names who was not told."""

from sokoguru.audit import actions as audit
from sokoguru.audit.models import Delivery, Record
from sokoguru.kernel.refs import SYSTEM
from sokoguru.ledger.models import Entry
from sokoguru.notices.invariants import members_were_told
from sokoguru.notices.models import Notice
from sokoguru.project import wiring
from sokoguru.supply.events import MakerSettled
from sokoguru.surplus.events import DistributionFinished, ShuCredited
from tests.cast import Cast
from tests.governance.meeting import convened, reported, year_closed
from tests.notices.mailbag import deliver, skip_what_came_before


def test_it_is_asked_by_soko_check() -> None:
    assert members_were_told in wiring.INVARIANTS


def test_what_is_on_its_way_is_counted_and_not_blamed(cast: Cast) -> None:
    assert Entry.objects.exists()
    found = members_were_told()
    assert (found.checked, found.broken) == (9, [])
    deliver()
    found = members_were_told()
    assert (found.checked, found.broken) == (9, [])


def test_a_member_who_was_not_told_is_named(cast: Cast) -> None:
    deliver()
    wati = cast.member("Wati")
    number = audit.record(
        MakerSettled(number="PL-1", member_id=wati.pk, consignment=1, produce=0, into="cash"),
        actor=SYSTEM,
    )
    assert members_were_told().ok
    Delivery.objects.filter(record_id=number).update(state="parked")
    found = members_were_told()
    assert found.checked == 10
    assert found.broken == [f"supply.MakerSettled #{number}: anggota {wati.pk} belum dikabari"]


def test_a_notice_to_somebody_else_does_not_count(cast: Cast) -> None:
    deliver()
    [first] = Notice.objects.filter(member=cast.member("Siti"))
    Notice.objects.filter(pk=first.pk).update(member=cast.member("Budi"))
    [broken] = members_were_told().broken
    assert broken.endswith(f"anggota {cast.member('Siti').pk} belum dikabari")


def test_a_credited_share_without_a_notice_is_named(cast: Cast) -> None:
    skip_and_tell(cast)
    siti = cast.member("Siti")
    number = audit.record(
        ShuCredited(member_id=siti.pk, year=2026, amount=5, jasa_modal=5, jasa_usaha=0,
                    into_savings=False),
        actor=SYSTEM,
    )  # fmt: skip
    assert members_were_told().ok, "told once the distribution is finished"
    audit.record(DistributionFinished(proposal_id=1, year=2026, members=1, amount=5), actor=SYSTEM)
    assert members_were_told().ok
    Delivery.objects.filter(handler="notices.handlers.tell_shares").update(state="done")
    found = members_were_told()
    assert found.broken == [f"surplus.ShuCredited #{number}: anggota {siti.pk} belum dikabari"]
    Delivery.objects.filter(handler="notices.handlers.tell_shares").update(state="open")
    deliver()
    found = members_were_told()
    assert (found.checked, found.broken) == (10, [])


def test_a_member_who_was_not_invited_is_named(cast: Cast) -> None:
    skip_and_tell(cast)
    year_closed(cast)
    reported(cast)
    meeting = convened(cast)
    assert members_were_told().ok
    deliver()
    found = members_were_told()
    assert (found.checked, found.broken) == (18, [])
    row = Record.objects.get(name="governance.RatConvened")
    siti = cast.member("Siti").pk
    told = Notice.objects.get(record=row, member_id=siti)
    Notice.objects.filter(pk=told.pk).update(record_id=Record.objects.order_by("pk").first())
    assert members_were_told().broken == [f"rapat {meeting.pk}: anggota {siti} tidak diundang"]


def skip_and_tell(cast: Cast) -> None:
    """Everybody was welcomed; nothing waits."""
    deliver()
    skip_what_came_before()
    assert members_were_told().ok

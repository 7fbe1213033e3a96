"""What the desk shows of posts: their state in words, the length of a box, the report, the tabs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.forms import BoundField
from django.urls import reverse as at
from django.utils.translation import gettext as _

from sokoguru.channels.rules import length_of
from sokoguru.identity.rules import Act
from sokoguru.kernel.rupiah import format_rupiah, group_digits
from sokoguru.outreach import queries
from sokoguru.outreach.forms import label_of
from sokoguru.outreach.models import Post
from sokoguru.outreach.queries import Earned, Shown
from sokoguru.outreach.rules.posts import BY_HAND, PostState
from sokoguru.ui.rules.parts import Column, Knot, Tab, Table, Tag
from sokoguru.ui.templatetags.formats import tanggal


@dataclass(frozen=True, slots=True)
class Box:
    """A variant at the desk: its box, and how much of the channel's room is used."""

    shown: Shown
    label: str
    field: BoundField | None
    length: int
    most: int

    @property
    def left(self) -> int:
        """What is left; below nothing it is too long."""
        return self.most - self.length

    @property
    def over(self) -> int:
        """How much is too much."""
        return -self.left

    @property
    def is_long(self) -> bool:
        """Whether the channel would refuse it."""
        return self.left < 0


def box(shown: Shown, field: BoundField | None, *, text: str | None = None) -> Box:
    """The box of a variant; its length is of what is typed, the link included."""
    limits = shown.limits
    if text is None and field is not None:
        text = f"{str(field.value() or '').strip()}\n\n{shown.url}"
    length = length_of(text if text is not None else shown.full, limits)
    return Box(shown, label_of(shown), field, length, limits.text_max)


def state_of(row: Post, states: Mapping[str, int]) -> Tag:
    """A post's state in words: the worst of its messages first."""
    if row.state == PostState.DRAFT:
        return Tag("", _("Konsep"), "pen")
    if row.state == PostState.CANCELLED:
        return Tag("", _("Dibatalkan"), "x")
    if states.get("unknown") or states.get("rejected"):
        return Tag("bad", _("Perlu diperiksa"), "alert")
    out, waiting = states.get("published", 0), states.get("queued", 0) + states.get("committing", 0)
    if not waiting:
        return Tag("ok", _("Terkirim"))
    if not out and row.send_at is not None:
        return Tag("info", _("Dijadwalkan"), "cal")
    return Tag("wait", _("%(out)d dari %(all)d terkirim") % {"out": out, "all": out + waiting})


def message_tag(state: str) -> Tag:
    """The state of one message in words."""
    words = {
        "queued": Tag("wait", _("Menunggu giliran")),
        "committing": Tag("wait", _("Sedang dikirim")),
        "published": Tag("ok", _("Terkirim")),
        "rejected": Tag("bad", _("Ditolak server")),
        "unknown": Tag("wait", _("Belum jelas"), "info"),
        "cancelled": Tag("", _("Dibatalkan"), "x"),
    }
    return words.get(state) or Tag("", _("Belum dikirim"), "pen")


def signed(shown: Shown) -> tuple[Shown, str, Tag]:
    """A variant, its name, and the state of its message in words."""
    if shown.way in BY_HAND and shown.state == "queued":
        return shown, label_of(shown), Tag("wait", _("Menunggu dibawa"))
    return shown, label_of(shown), message_tag(shown.state)


def knots(row: Post, earned: Earned) -> list[Knot]:
    """The thread from the words to the rupiah that they brought."""
    clicks = _("%(count)s klik orang") % {"count": group_digits(earned.clicks)}
    orders = _("%(count)s pesanan") % {"count": group_digits(earned.orders)}
    sold = _("penjualan %(amount)s") % {"amount": format_rupiah(earned.amount)}
    made = _("Ditulis %(name)s") % {"name": row.maker_name}
    found = [Knot(made, tanggal(row.made_at))]
    if row.approved_at is not None:
        agreed = _("Disetujui %(name)s") % {"name": row.approver_name}
        found.append(Knot(agreed, tanggal(row.approved_at)))
    if earned.clicks:
        found.append(Knot(clicks, _("membuka %(path)s") % {"path": row.target}, row.target))
    if earned.orders:
        found.append(Knot(orders, sold, end=True))
    return found


def report(going: Sequence[Shown]) -> Table:
    """What each way of a post brought."""
    earned = queries.earned_by_variants([each.variant.pk for each in going])
    return Table(
        _("Dari mana datangnya"),
        [
            Column(_("Saluran")),
            Column(_("Klik orang"), "num"),
            Column(_("Klik mesin"), "num"),
            Column(_("Pesanan"), "num"),
            Column(_("Rupiah"), "rupiah"),
            Column(_("Ujrah"), "rupiah"),
        ],
        [
            [
                label_of(each),
                found.clicks,
                found.machines,
                found.orders,
                found.amount,
                found.ujrah,
            ]
            for each in going
            for found in [earned[each.variant.pk]]
        ],
    )


def tabs(request: Any, here: str) -> list[Tab]:
    """The rooms of this desk that the person may enter."""
    person = request.person
    rooms = [
        ("siaran", _("Siaran"), "outreach:home", [Act.OUTREACH_WRITE]),
        ("saluran", _("Saluran"), "outreach:channels", [Act.CHANNELS_CONNECT, Act.OUTREACH_SEND]),
        ("surat", _("Surat"), "outreach:letters", [Act.CHANNELS_CONNECT, Act.NEWSROOM_EDIT]),
    ]
    return [
        Tab(label, at(name), code == here)
        for code, label, name, acts in rooms
        if any(person.may(act) for act in acts)
    ]

"""Notices of a gateway: kept raw first, then believed only when signed and ours."""

import hashlib

from django.db.models import F

from sokoguru.audit import actions as audit
from sokoguru.kernel import clock, sealing
from sokoguru.kernel.refs import SYSTEM
from sokoguru.kernel.refusals import Refused
from sokoguru.payments import locks, queries
from sokoguru.payments.actions import asking
from sokoguru.payments.errors import NoticeForeign, NoticeTooLarge
from sokoguru.payments.events import NoticeSetAside
from sokoguru.payments.models import GatewayAccount, GatewayNotice, PaymentRequest
from sokoguru.payments.rules.midtrans import PaymentState, next_state
from sokoguru.payments.rules.notices import BYTES_MAX, Notice, check_notice, read_notice
from sokoguru.payments.rules.settling import RequestState
from sokoguru.tenancy.queries import installation_secret
from sokoguru.tenancy.scope import atomic, cooperative_in_force

Verdict = GatewayNotice.Verdict


@atomic
def take_notice(*, account: str, raw: bytes) -> GatewayNotice:
    """Keep a notice exactly as it came, then do what it says. Safe to repeat.

    A notice that cannot be believed is kept with its problem and nothing is raised, so that the
    caller's transaction keeps it: the verdict says what to answer. Raises ``NotFound`` for an
    unknown account, ``NoticeTooLarge``: nothing of that size is kept.
    """
    gateway = queries.gateway(account)
    if len(raw) > BYTES_MAX:
        raise NoticeTooLarge(bytes_max=BYTES_MAX)
    kept = locks.notice(_keep(gateway, raw))
    if kept.verdict in (Verdict.APPLIED, Verdict.NOTED, Verdict.DUPLICATE):
        return kept
    try:
        with atomic():
            found, order_id, key = _apply(kept, gateway)
    except Refused as refused:
        _set_aside(kept, refused.code)
    else:
        GatewayNotice.objects.filter(pk=kept.pk).update(
            verdict=found, order_id=order_id, key=key, problem=""
        )
    return GatewayNotice.objects.get(pk=kept.pk)


def _keep(gateway: GatewayAccount, raw: bytes) -> int:
    """The row of this text; a text that comes again is counted, not stored again."""
    digest = hashlib.sha256(raw).digest()
    GatewayNotice.objects.bulk_create(
        [GatewayNotice(account=gateway, raw=raw, sha256=digest, times=0, received_at=clock.now())],
        ignore_conflicts=True,
    )
    mine = GatewayNotice.objects.filter(account=gateway, sha256=digest)
    mine.update(times=F("times") + 1)
    return int(mine.values_list("pk", flat=True).get())


def _apply(kept: GatewayNotice, gateway: GatewayAccount) -> tuple[str, str, str | None]:
    """Verdict, order and key of a believed notice. Raises what makes it unbelievable."""
    notice = read_notice(bytes(kept.raw))
    row = queries.request_or_none(notice.order_id)
    told = check_notice(
        notice,
        server_key=_server_key(gateway),
        reference=row.reference if row else "",
        amount=row.amount if row else -1,
    )
    if row is None:
        raise NoticeForeign(field="order_id")
    row = locks.request(row.reference)
    if GatewayNotice.objects.filter(account=gateway, key=notice.key).exists():
        return Verdict.DUPLICATE, notice.order_id, None
    return _do(row, told), notice.order_id, notice.key


def _do(row: PaymentRequest, told: PaymentState) -> str:
    """Move the request on, never back. Refunds move no money by themselves: a person looks."""
    here = RequestState(row.state)
    if told is PaymentState.PAID:
        asking.confirm(reference=row.reference, actor=SYSTEM, how=asking.BY_GATEWAY)
        PaymentRequest.objects.filter(pk=row.pk).update(gateway_agrees=True)
        return Verdict.APPLIED
    after = next_state(here.as_told, told)
    if after is PaymentState.EXPIRED and here is RequestState.WAITING:
        asking.expire(reference=row.reference)
        return Verdict.APPLIED
    return Verdict.NOTED


def _set_aside(kept: GatewayNotice, problem: str) -> None:
    if (kept.verdict, kept.problem) == (Verdict.REFUSED, problem):
        return
    GatewayNotice.objects.filter(pk=kept.pk).update(
        verdict=Verdict.REFUSED, problem=problem, order_id=_order_told(kept)
    )
    audit.record(NoticeSetAside(notice_id=kept.pk, problem=problem), actor=SYSTEM)


def _order_told(kept: GatewayNotice) -> str:
    """The order that an unbelieved notice names, for whoever looks at it."""
    try:
        notice: Notice = read_notice(bytes(kept.raw))
    except Refused:
        return ""
    return notice.order_id


def _server_key(gateway: GatewayAccount) -> str:
    return sealing.opened(
        bytes(gateway.key_cipher),
        secret=installation_secret(),
        cooperative_id=cooperative_in_force(),
        place=queries.key_place(gateway.code),
    )

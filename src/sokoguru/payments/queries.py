"""Reads of payments."""

from django.db.models import QuerySet, Sum

from sokoguru.kernel.refs import ActorRef, SubjectRef
from sokoguru.kernel.refusals import NotFound
from sokoguru.ledger import queries as books
from sokoguru.ledger.rules import AccountRef, Role
from sokoguru.payments.errors import QrisMissing
from sokoguru.payments.models import (
    BankLine,
    GatewayAccount,
    GatewayNotice,
    PaymentRequest,
    QrisAccount,
)
from sokoguru.payments.rules.settling import RequestState, Standing

UNIT = "toko"
"""The business unit that has drawers."""


def qris() -> QrisAccount:
    """The QRIS code in force. Raises ``QrisMissing``."""
    found = QrisAccount.objects.order_by("-pk").first()
    if found is None:
        raise QrisMissing
    return found


def has_qris() -> bool:
    """Whether buyers can pay by QRIS here."""
    return QrisAccount.objects.exists()


def request(reference: str) -> PaymentRequest:
    """A request for payment. Raises ``NotFound``."""
    found = PaymentRequest.objects.filter(reference=reference).first()
    if found is None:
        raise NotFound(kind="payments.request", reference=reference)
    return found


def request_or_none(reference: str) -> PaymentRequest | None:
    """A request for payment, if there is one."""
    found: PaymentRequest | None = PaymentRequest.objects.filter(reference=reference).first()
    return found


def standing(row: PaymentRequest) -> Standing:
    """What of a request is used and left, as the rules take it."""
    return Standing(amount=row.amount, used=row.used, paid_back=row.paid_back)


def waiting(*, limit: int = 100) -> QuerySet[PaymentRequest]:
    """Requests that nobody has confirmed yet, oldest first."""
    rows: QuerySet[PaymentRequest] = PaymentRequest.objects.filter(state=RequestState.WAITING)
    return rows.order_by("pk")[:limit]


def unmatched(*, limit: int = 500) -> QuerySet[PaymentRequest]:
    """Confirmed, but not yet found on the bank's statement: *belum cocok*, oldest first."""
    rows: QuerySet[PaymentRequest] = PaymentRequest.objects.filter(state=RequestState.CONFIRMED)
    return rows.order_by("pk")[:limit]


def unmatched_total() -> int:
    """How many rupiah are *belum cocok*."""
    rows = PaymentRequest.objects.filter(state=RequestState.CONFIRMED)
    return int(rows.aggregate(total=Sum("amount"))["total"] or 0)


def bank_lines(*, limit: int = 50) -> QuerySet[BankLine]:
    """The newest matched lines of the bank's statement."""
    rows: QuerySet[BankLine] = BankLine.objects.order_by("-pk")
    return rows[:limit]


def bank_line_by_reference(reference: str) -> BankLine | None:
    """A matched line of the bank's statement, if it was matched."""
    found: BankLine | None = BankLine.objects.filter(reference=reference).first()
    return found


def settled_by(bank_reference: str) -> QuerySet[PaymentRequest]:
    """The payments that a line of the bank's statement settled."""
    rows: QuerySet[PaymentRequest] = PaymentRequest.objects.filter(
        bank_line__reference=bank_reference
    )
    return rows.order_by("pk")[:1_000]


def gateway(code: str) -> GatewayAccount:
    """An account at a gateway that takes notices. Raises ``NotFound``."""
    found = GatewayAccount.objects.filter(code=code, active=True).first()
    if found is None:
        raise NotFound(kind="payments.gateway", account=code[:20])
    return found


def gateways() -> QuerySet[GatewayAccount]:
    """The accounts at gateways."""
    rows: QuerySet[GatewayAccount] = GatewayAccount.objects.order_by("code")
    return rows[:50]


def notices_set_aside(*, limit: int = 50) -> QuerySet[GatewayNotice]:
    """Notices that a person must look at, newest first."""
    aside = [GatewayNotice.Verdict.REFUSED, GatewayNotice.Verdict.KEPT]
    rows: QuerySet[GatewayNotice] = GatewayNotice.objects.filter(verdict__in=aside)
    return rows.select_related("account").order_by("-pk")[:limit]


def drawer(actor: ActorRef) -> AccountRef:
    """The cash drawer of whoever sits at the till. Raises ``NotFound`` before the first shift."""
    return books.leaf(unit=UNIT, role=Role.CASH_DRAWER, subject=drawer_subject(actor.id))


def drawer_subject(login_id: int) -> SubjectRef:
    """The owner of a drawer: a login, not a till, so tills never queue for each other."""
    return SubjectRef("identity.login", login_id)


def key_place(code: str) -> str:
    """Where a gateway's server key stands: it opens nowhere else."""
    return f"payments_gatewayaccount|{code}"

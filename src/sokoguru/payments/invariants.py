"""What ``soko check`` recomputes of payments: the books say the same as the requests."""

from django.db.models import F, Sum

from sokoguru.kernel.findings import Finding, shown
from sokoguru.ledger import queries as books
from sokoguru.ledger.rules import Role
from sokoguru.payments.models import PaymentRequest
from sokoguru.payments.rules.settling import RequestState


def advances_are_the_requests() -> Finding:
    """What stands for buyers is what was confirmed, less what sales used and what went back."""
    rows = PaymentRequest.objects.filter(state__in=[RequestState.CONFIRMED, RequestState.MATCHED])
    sums = rows.values_list("unit").annotate(total=Sum(F("amount") - F("used") - F("paid_back")))
    return _compared("payments.advances_are_the_requests", Role.ORDER_ADVANCE, dict(sums))


def clearing_is_unmatched() -> Finding:
    """What gateways owe equals the confirmed payments that no line of the bank has settled."""
    rows = PaymentRequest.objects.filter(state=RequestState.CONFIRMED)
    sums = rows.values_list("unit").annotate(total=Sum("amount"))
    return _compared("payments.clearing_is_unmatched", Role.QRIS_CLEARING, dict(sums))


def _compared(name: str, role: Role, expected: dict[str, int]) -> Finding:
    broken = []
    for code in expected:
        found = books.balance(books.account(unit=code, role=role).id)
        if found != expected[code]:
            broken.append(f"unit {code}: buku {found}, permintaan {expected[code]}")
    return Finding(name, PaymentRequest.objects.count(), shown(broken))

"""Row locks of payments. Order: notice, then request; the books come after."""

from sokoguru.kernel.refusals import NotFound
from sokoguru.payments.models import GatewayNotice, PaymentRequest


def request(reference: str) -> PaymentRequest:
    """A request for payment, locked. Raises ``NotFound``."""
    found = PaymentRequest.objects.select_for_update().filter(reference=reference).first()
    if found is None:
        raise NotFound(kind="payments.request", reference=reference)
    return found


def requests(ids: list[int]) -> list[PaymentRequest]:
    """Requests for payment by id, locked in the order of their ids."""
    rows = PaymentRequest.objects.select_for_update().filter(pk__in=ids).order_by("pk")
    return list(rows[:1_000])


def notice(notice_id: int) -> GatewayNotice:
    """A notice, locked: two deliveries of one text take turns."""
    found: GatewayNotice = GatewayNotice.objects.select_for_update().get(pk=notice_id)
    return found

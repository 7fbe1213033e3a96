"""Where gateways tell of payments. Nothing they say is believed before its signature is checked."""

from typing import Any

from django.http import HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from sokoguru.identity.views import public
from sokoguru.kernel.refs import SYSTEM
from sokoguru.payments.actions import notices
from sokoguru.payments.rules.notices import BYTES_MAX
from sokoguru.retail.actions import ordering

STATUS = {
    "payments.notice_unsigned": 403,
    "payments.notice_foreign": 404,
}
"""What a gateway hears of a notice that was set aside; anything else is 422."""


@csrf_exempt
@require_POST
@public
def midtrans(request: Any, account: str) -> HttpResponse:
    """Keep a notice raw, then do what a signed one says; the order is settled at once."""
    raw = request.read(BYTES_MAX + 1)
    kept = notices.take_notice(account=account, raw=raw)
    if kept.verdict == kept.Verdict.APPLIED:
        ordering.settle(number=kept.order_id[:12], actor=SYSTEM)
    status = STATUS.get(kept.problem, 422) if kept.problem else 200
    body = {"verdict": kept.verdict, "problem": kept.problem}
    return JsonResponse(body, status=status)


midtrans.keeps_refused = True  # type: ignore[attr-defined]  # the raw notice outlives the refusal

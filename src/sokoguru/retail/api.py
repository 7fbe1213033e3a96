"""What a till that worked without a network sends when it is back."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Field, Router, Schema

from sokoguru.audit.actions import Stored
from sokoguru.identity.api import answered_once
from sokoguru.retail.actions.syncing import Outcome, Sent, take_batch
from sokoguru.retail.rules.reports import BATCH_MAX, BODY_MAX

router = Router(tags=["kasir"])


class ReportIn(Schema):
    """One sale as the till wrote it down: its key, its place in the till's sequence, its text."""

    uuid: UUID
    seq: int = Field(ge=1, le=2**53, strict=True)
    body: str = Field(
        min_length=2,
        max_length=BODY_MAX,
        pattern=r"^[^\x00]*$",
        description="JSON: at, lines (sku, quantity, price, amount), total, tender, given, member,"
        " shift. Amounts in rupiah, quantities in thousandths.",
    )


class BatchIn(Schema):
    """At most twenty sales of one till."""

    till: str = Field(min_length=1, max_length=8, pattern=r"^[A-Za-z0-9]+$")
    reports: list[ReportIn] = Field(min_length=1, max_length=BATCH_MAX)


class OutcomeOut(Schema):
    """What became of a sale: accepted, accepted_with_flags, duplicate or conflict."""

    uuid: UUID
    seq: int
    status: str = Field(max_length=20)
    flags: list[str] = Field(max_length=4)
    problem: str = Field(max_length=60)
    number: str = Field(max_length=30)


@router.post("/penjualan", response={200: list[OutcomeOut]}, summary="Kirim penjualan luring")
def report_sales(request: HttpRequest, batch: BatchIn) -> HttpResponse:
    """Sales that have happened: accepted and flagged, never refused. Each has its own answer."""
    reports = [Sent(uuid=each.uuid, seq=each.seq, body=each.body) for each in batch.reports]

    def act() -> Stored:
        outcomes = take_batch(
            till=batch.till,
            reports=reports,
            actor=request.actor,  # type: ignore[attr-defined]
        )
        return Stored(200, [_told(outcome) for outcome in outcomes])

    return answered_once(request, batch.model_dump(mode="json"), act)


def _told(outcome: Outcome) -> dict[str, Any]:
    return {
        "uuid": str(outcome.uuid),
        "seq": outcome.seq,
        "status": outcome.status,
        "flags": list(outcome.flags),
        "problem": outcome.problem,
        "number": outcome.number,
    }

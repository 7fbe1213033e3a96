"""The API of savings: deposits and withdrawals of a teller's program, a member's own balances."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Field, Router, Schema

from sokoguru.audit.actions import Stored
from sokoguru.identity.api import answered_once, needs_member
from sokoguru.kernel.rupiah import MAX_OF_ONE_ACT
from sokoguru.savings.actions import counter
from sokoguru.savings.actions.counter import Moved
from sokoguru.savings.queries import balances
from sokoguru.savings.rules import Simpanan

router = Router(tags=["simpanan"])


class Order(Schema):
    """Cash over the counter: whose simpanan, of which kind, how many rupiah."""

    member_id: int = Field(ge=1, le=2**63 - 1, strict=True)
    kind: Simpanan = Simpanan.SUKARELA
    amount: int = Field(ge=1, le=MAX_OF_ONE_ACT, strict=True)
    memo: str = Field(default="", max_length=80)


class Receipt(Schema):
    """The number on the slip."""

    reference: str
    entry_id: int


class Balances(Schema):
    """A member's own simpanan in rupiah; ``available`` is what may be taken out now."""

    pokok: int
    wajib: int
    sukarela: int
    available: int
    wajib_owed: int


@router.post("/setoran", response={201: Receipt}, summary="Catat setoran tunai di loket")
def post_deposit(request: HttpRequest, order: Order) -> HttpResponse:
    """Takes cash into a member's simpanan; the cash is the caller's own drawer."""
    return _once(request, order, counter.deposit)


@router.post("/penarikan", response={201: Receipt}, summary="Catat penarikan tunai di loket")
def post_withdrawal(request: HttpRequest, order: Order) -> HttpResponse:
    """Pays cash out of a member's simpanan; the cash is the caller's own drawer."""
    return _once(request, order, counter.withdraw)


@router.get("/saya", response=Balances, summary="Saldo simpanan sendiri")
def get_own(request: HttpRequest) -> dict[str, int]:
    """The caller's own balances."""
    own = balances.passbook(needs_member(request))
    return {
        "pokok": own.pokok,
        "wajib": own.wajib,
        "sukarela": own.sukarela,
        "available": own.available,
        "wajib_owed": own.wajib_owed,
    }


def _once(request: Any, order: Order, act: Any) -> HttpResponse:
    body = {**order.dict(), "kind": order.kind.value}

    def do() -> Stored:
        moved: Moved = act(
            member_id=order.member_id,
            kind=order.kind,
            amount=order.amount,
            request_key=f"{request.path}:{request.headers['Idempotency-Key'].strip()}",
            memo=order.memo,
            actor=request.actor,
        )
        return Stored(201, {"reference": moved.reference, "entry_id": moved.entry_id})

    return answered_once(request, body, do)

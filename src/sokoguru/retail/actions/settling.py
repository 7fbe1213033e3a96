"""Acts on payments that need a role: payments itself stands below identity and asks nobody."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from sokoguru.identity.queries import check_may
from sokoguru.identity.rules import Act
from sokoguru.kernel.refs import ActorRef
from sokoguru.payments.actions import asking
from sokoguru.tenancy.scope import atomic

if TYPE_CHECKING:
    from sokoguru.payments.models import BankLine, GatewayAccount, QrisAccount


@atomic
def match_payments(
    *, request_ids: Sequence[int], bank_reference: str, on: date, received: int, actor: ActorRef
) -> "BankLine":
    """Match a line of the bank's statement, for whoever may. Safe to repeat by its reference."""
    check_may(actor=actor, act=Act.PAYMENTS_MATCH, amount=received)
    return asking.match(
        request_ids=request_ids,
        bank_reference=bank_reference,
        on=on,
        received=received,
        actor=actor,
    )


@atomic
def enter_qris(*, text: str, nmid: str, merchant_name: str, actor: ActorRef) -> "QrisAccount":
    """Enter the code that buyers pay to, for whoever may change settings."""
    check_may(actor=actor, act=Act.SETTINGS)
    return asking.set_qris(text=text, nmid=nmid, merchant_name=merchant_name, actor=actor)


@atomic
def enter_gateway(*, code: str, server_key: str, actor: ActorRef) -> "GatewayAccount":
    """Enter a gateway's account and key, for whoever may change settings."""
    check_may(actor=actor, act=Act.SETTINGS)
    return asking.set_gateway(code=code, server_key=server_key, actor=actor)

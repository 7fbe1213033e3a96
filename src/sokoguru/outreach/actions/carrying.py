"""What a person decides about messages: carried by hand, out or not; and the accounts."""

from typing import TYPE_CHECKING

from sokoguru.channels import queries as channels
from sokoguru.channels.actions import queueing
from sokoguru.identity.queries import check_may
from sokoguru.identity.rules import Act
from sokoguru.kernel.refs import ActorRef
from sokoguru.kernel.refusals import NotFound
from sokoguru.outreach import queries
from sokoguru.tenancy.scope import atomic

if TYPE_CHECKING:
    from sokoguru.channels.models import ChannelAccount, Outbox

MASTODON = "mastodon"


@atomic
def tick(*, variant_id: int, actor: ActorRef) -> "Outbox":
    """A person has carried one way of *Bagikan* and says so. Safe to repeat."""
    check_may(actor=actor, act=Act.OUTREACH_SEND)
    shown = queries.variant(variant_id)
    if shown.variant.outbox_id is None or shown.variant.account.kind != channels.SHARE:
        raise NotFound(kind="outreach.variant", id=variant_id)
    return queueing.tick_sent(outbox_id=shown.variant.outbox_id, actor=actor)


@atomic
def settle(*, outbox_id: int, is_out: bool, actor: ActorRef) -> None:
    """A person looked at the network: the message is out, or it is not and goes out again."""
    check_may(actor=actor, act=Act.OUTREACH_SEND)
    queueing.settle(outbox_id=outbox_id, is_out=is_out, actor=actor)


@atomic
def connect_mastodon(*, name: str, server: str, token: str, actor: ActorRef) -> "ChannelAccount":
    """Connect an account on a Mastodon server, or connect it anew with another token."""
    check_may(actor=actor, act=Act.CHANNELS_CONNECT)
    return queueing.connect(
        kind=MASTODON, name=name.strip(), base_url=server, secret=token, actor=actor
    )


@atomic
def switch_off(*, account_id: int, actor: ActorRef) -> None:
    """Send nothing through an account any more. The built-in ones stay."""
    check_may(actor=actor, act=Act.CHANNELS_CONNECT)
    row = channels.account(account_id)
    if (row.kind, row.name) in channels.BUILT_IN:
        raise NotFound(kind="channels.account", id=account_id)
    queueing.switch_off(account_id=account_id, reason=f"Diputus oleh {actor.name}.", actor=actor)

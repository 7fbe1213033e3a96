"""A tap on a link: counted by who it is, and remembered on the reader's own device."""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass

from sokoguru.kernel import clock
from sokoguru.outreach import queries
from sokoguru.outreach.models import Click, Link
from sokoguru.outreach.rules import sources
from sokoguru.outreach.rules.clicks import Agent, agent_of, may_remember, with_utm
from sokoguru.outreach.rules.posts import MEDIUM, SOURCE, Way
from sokoguru.tenancy.queries import installation_secret
from sokoguru.tenancy.scope import atomic, cooperative_in_force

ONE_TAP = clock.seconds(10)
"""A double tap, or a browser that asks twice, is one click."""


@dataclass(frozen=True, slots=True)
class Followed:
    """Where a link leads, and what the browser remembers (empty: nothing)."""

    url: str
    cookie: str


@atomic
def follow(
    *, token: str, method: str, headers: Mapping[str, str], address: str, cookie: str
) -> Followed:
    """Follow a link. A person's tap is counted and remembered, a machine's counted apart, a
    ``HEAD`` not at all. Raises ``NotALink``, ``NotFound``.
    """
    link = queries.link(token)
    way = Way(link.variant.way)
    url = with_utm(
        link.target,
        source=SOURCE.get(way, link.variant.account.kind),
        medium=MEDIUM[way],
        campaign=f"siaran-{link.variant.post_id}",
    )
    if method.upper() != "GET":
        return Followed(url, "")
    agent = agent_of(method, headers)
    _count(link, agent, f"{address}|{headers.get('user-agent', '')[:300]}")
    if agent is not Agent.PERSON or not may_remember(headers):
        return Followed(url, "")
    now = clock.now()
    before = sources.read(cookie, key=signing_key(), ordered_at=now)
    touches = sources.remembered(before, link.token, now)
    return Followed(url, sources.written(touches, key=signing_key()))


def signing_key() -> bytes:
    """The key of this cooperative's cookies."""
    return _key(f"outreach|sumber|{cooperative_in_force()}")


def _count(link: Link, agent: Agent, visitor: str) -> None:
    now = clock.now()
    salt = _key(f"outreach|klik|{cooperative_in_force()}|{clock.today().isoformat()}")
    hashed = hmac.new(salt, visitor.encode(), hashlib.sha256).digest()[:16]
    twin = Click.objects.filter(link=link, visitor=hashed, agent=agent, at__gt=now - ONE_TAP)
    if not twin.exists():
        Click.objects.create(link=link, at=now, agent=agent, visitor=hashed)


def _key(purpose: str) -> bytes:
    return hmac.new(installation_secret(), purpose.encode(), hashlib.sha256).digest()

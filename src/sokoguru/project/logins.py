"""One-time login links for the first look: one a role, where nobody has come in yet.

An example gives them at every start; a real cooperative only until the first of its links is used,
so that no log keeps a key to it.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from sokoguru.identity import actions as identity
from sokoguru.identity import queries
from sokoguru.identity.models import Login, LoginLink
from sokoguru.kernel.refs import SYSTEM
from sokoguru.tenancy.models import Cooperative
from sokoguru.tenancy.queries import cooperatives, web_host_of
from sokoguru.tenancy.scope import acting_for

COOPERATIVES_MOST = 10
MEMBERS_SHOWN = 3
"""Members without a role, so that a first look can be theirs too."""


@dataclass(frozen=True, slots=True)
class Link:
    """A one-time link: which role, who, where to."""

    role: str
    name: str
    url: str


def first_links(*, port: int) -> list[Link]:
    """A fresh link for the first holder of each role."""
    links: list[Link] = []
    for cooperative in cooperatives()[:COOPERATIVES_MOST]:
        with acting_for(cooperative):
            links += _links(cooperative, f"http://{web_host_of(cooperative)}:{port}")
    return links


def _links(cooperative: Cooperative, address: str) -> Iterator[Link]:
    if not cooperative.is_example and LoginLink.objects.filter(used_at__isnull=False).exists():
        return
    for role in queries.roles():
        for login in queries.holders(role.code)[:1]:
            yield _link(role.name, login, address)
    if cooperative.is_example:
        for login in queries.plain_members(limit=MEMBERS_SHOWN):
            yield _link("Anggota", login, address)


def _link(role: str, login: Login, address: str) -> Link:
    token = identity.issue_link(login_id=login.pk, actor=SYSTEM)
    return Link(role, login.name, f"{address}/masuk/{token}/")

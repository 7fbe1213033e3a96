"""Which cooperative answers where."""

import ipaddress

from django.conf import settings
from django.db import connections
from django.db.models import Exists, OuterRef

from sokoguru.tenancy.errors import HostUnknown
from sokoguru.tenancy.models import Cooperative, Host
from sokoguru.tenancy.scope import cooperative_in_force


def cooperative_at(host: str) -> Cooperative:
    """The cooperative of a request's host (with or without port).

    An address without a name (an IP literal, ``localhost``) answers with the first cooperative of
    the installation. Raises ``HostUnknown`` for any other name that is not registered.
    """
    name = hostname_of(host)
    rows = Cooperative.objects.filter(hosts__name=name)
    if _has_no_name(name):
        named = Host.objects.filter(cooperative=OuterRef("pk"), name=name)
        rows = Cooperative.objects.order_by(Exists(named).desc(), "pk")
    found = rows.first()
    if found is None:
        raise HostUnknown
    return found


def hostname_of(host: str) -> str:
    """``Melati.localhost:8000`` is ``melati.localhost``; an IPv6 literal loses its brackets."""
    name = host.strip().lower()
    if name.startswith("["):
        return name[1:].partition("]")[0]
    if name.count(":") == 1:
        name = name.partition(":")[0]
    return name.rstrip(".")


def _has_no_name(name: str) -> bool:
    if name == "localhost":
        return True
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def cooperative_here() -> Cooperative:
    """The cooperative in force."""
    return Cooperative.objects.get(pk=cooperative_in_force())


def site_address() -> str:
    """What every link of the cooperative in force begins with, in letters, posts and codes."""
    host = web_host_of(cooperative_here())
    if host == "localhost" or host.endswith(".localhost"):
        return f"http://{host}:{settings.ENVIRONMENT.http_port}"
    return f"https://{host}"


def installation_secret() -> bytes:
    """The installation's secret, from which every cooperative's keys are derived."""
    return str(settings.SECRET_KEY).encode()


def commits_on(cell: str) -> str:
    """A text that is another one as soon as anything was written on the cell, or beside it.

    Costs next to nothing and needs no scope: it names transactions, not rows.
    """
    with connections[cell].cursor() as cursor:
        cursor.execute("SELECT pg_current_snapshot()::text")
        (told,) = cursor.fetchone()
    return str(told)


def cooperatives() -> list[Cooperative]:
    """All cooperatives of the installation, oldest first (commands and the worker)."""
    return list(Cooperative.objects.order_by("pk")[:10_000])


def cooperative_named(slug: str) -> Cooperative:
    """The cooperative with this slug. Raises ``HostUnknown``."""
    found = Cooperative.objects.filter(slug=slug).first()
    if found is None:
        raise HostUnknown
    return found


def address_of(cooperative: Cooperative) -> str:
    """The hostname that outside links of a cooperative carry: its newest own name."""
    host = cooperative.hosts.order_by("-pk").first()
    return host.name if host else "localhost"


def web_host_of(cooperative: Cooperative) -> str:
    """The hostname under which people open its pages, so that a link keeps them logged in.

    On one's own machine the first cooperative is opened as ``localhost``: that name needs no name
    server, and every browser knows it.
    """
    host = address_of(cooperative)
    if host.endswith(".localhost") and cooperative_at("localhost").pk == cooperative.pk:
        return "localhost"
    return host

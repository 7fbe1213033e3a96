"""The member's own place and the staff's desk."""

from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from sokoguru.identity.views import known, member, staff
from sokoguru.kernel import clock
from sokoguru.members import queries as members
from sokoguru.site.queries import places
from sokoguru.ui.views import page


@require_GET
@member
def saya(request: Any) -> HttpResponse:
    """*Saya*: balance without a tap, SHU as it grows, the last movements."""
    person = members.member(request.person.member_id)
    context = {"own": places.own_place(person.pk), "member": person, "now": clock.now()}
    return page(request, "site/saya.html", context)


@require_GET
@staff()
def meja(request: Any) -> HttpResponse:
    """*Meja kerja*: four numbers, today's work in the order of who waits."""
    return page(request, "site/meja.html", {"desk": places.desk(), "now": clock.now()})


@require_GET
@known
def more(request: Any) -> HttpResponse:
    """*Lainnya*: the places that do not fit the dock of a phone."""
    return page(request, "ui/more.html")

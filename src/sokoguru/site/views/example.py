"""The example's own clock: a visitor moves on to the close of the year and to the meeting."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from sokoguru.identity.views import staff
from sokoguru.kernel import clock
from sokoguru.kernel.refusals import Refused
from sokoguru.tenancy.actions import move_clock
from sokoguru.ui.forms import PlainForm
from sokoguru.ui.views import page, seen_at

MOST_DAYS = 400


class ClockForm(PlainForm):
    """How far on: whole days."""

    days = forms.IntegerField(label=_("Maju berapa hari?"), min_value=1, max_value=MOST_DAYS)


@require_http_methods(["GET", "POST"])
@staff()
def clock_page(request: Any) -> HttpResponse:
    """Show the example's day and move it on. A real cooperative is refused, by the database too."""
    form = ClockForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            move_clock(cooperative=request.cooperative, days=form.cleaned_data["days"])
            return seen_at(request.path)
        except Refused as refused:
            form.refuse(refused, "days")
    return page(request, "site/clock.html", {"form": form, "today": clock.today()})

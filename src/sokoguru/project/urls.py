"""The URL root."""

from django.urls import URLPattern, URLResolver, include, path

from sokoguru.project.api import api
from sokoguru.project.views import sehat

urlpatterns: list[URLPattern | URLResolver] = [
    path("sehat", sehat, name="sehat"),
    path("", include("sokoguru.ui.urls")),
    path("", include("sokoguru.identity.urls")),
    path("", include("sokoguru.members.urls")),
    path("", include("sokoguru.savings.urls")),
    path("", include("sokoguru.stock.urls")),
    path("", include("sokoguru.supply.urls")),
    path("", include("sokoguru.reports.urls")),
    path("", include("sokoguru.surplus.urls")),
    path("", include("sokoguru.governance.urls")),
    path("", include("sokoguru.newsroom.urls")),
    path("", include("sokoguru.retail.urls")),
    path("", include("sokoguru.outreach.urls")),
    path("", include("sokoguru.notices.urls")),
    path("", include("sokoguru.site.urls")),
    path("akun/", include("allauth.urls")),
    path("api/", api.urls),
]

"""The URL root."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("sokoguru.ui.urls")),
    path("", include("sokoguru.identity.urls")),
    path("akun/", include("allauth.urls")),
]

"""The URL root."""

from django.urls import URLPattern, URLResolver, path

from sokoguru.project.views import sehat

urlpatterns: list[URLPattern | URLResolver] = [
    path("sehat", sehat, name="sehat"),
]

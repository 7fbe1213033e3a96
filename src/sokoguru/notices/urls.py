"""Addresses of notices: the member's own."""

from django.urls import path

from sokoguru.notices import views

app_name = "notices"
urlpatterns = [
    path("saya/kabar/", views.notices, name="own"),
    path("saya/kabar/dibaca/", views.read_all, name="read_all"),
    path("saya/kabar/surat/", views.letters, name="letters"),
    path("saya/kabar/<int:notice_id>/", views.notice, name="notice"),
]

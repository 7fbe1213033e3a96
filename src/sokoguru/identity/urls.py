"""Addresses of the doors."""

from django.urls import path

from sokoguru.identity.views import doors

app_name = "identity"
urlpatterns = [
    path("masuk/", doors.entrance, name="entrance"),
    path("masuk/lanjut/", doors.onward, name="onward"),
    path("masuk/<str:token>/", doors.one_time_link, name="link"),
    path("saya/pin/", doors.pin, name="pin"),
]

"""The two switches of every page."""

from django.urls import path

from sokoguru.ui import views

app_name = "ui"
urlpatterns = [
    path("tampilan/", views.set_theme, name="theme"),
    path("bahasa/", views.set_language, name="language"),
]

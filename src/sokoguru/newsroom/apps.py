"""The newsroom as a Django app."""

from django.apps import AppConfig


class NewsroomConfig(AppConfig):
    name = "sokoguru.newsroom"
    label = "newsroom"
    verbose_name = "Redaksi"

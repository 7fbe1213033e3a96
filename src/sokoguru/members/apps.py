"""Members as a Django app."""

from django.apps import AppConfig


class MembersConfig(AppConfig):
    name = "sokoguru.members"
    label = "members"
    verbose_name = "Anggota"

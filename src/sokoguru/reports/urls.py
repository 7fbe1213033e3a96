"""Addresses of the books."""

from django.urls import path

from sokoguru.reports.views import acts, books, statements

app_name = "reports"
urlpatterns = [
    path("meja/buku/", statements.home, name="home"),
    path("meja/buku/posisi/", statements.position, name="position"),
    path("meja/buku/hasil-usaha/", statements.outcome, name="outcome"),
    path("meja/buku/neraca-saldo/", statements.trial, name="trial"),
    path("meja/buku/akun/<int:account_id>/", books.account, name="account"),
    path("meja/buku/jurnal/", books.journal, name="journal"),
    path("meja/buku/jurnal/<int:entry_id>/", books.entry, name="entry"),
    path("meja/buku/jurnal/<int:entry_id>/balik/", acts.reverse, name="reverse"),
    path("meja/buku/bulan/", acts.months, name="months"),
    path("meja/buku/segel/", books.seals, name="seals"),
]

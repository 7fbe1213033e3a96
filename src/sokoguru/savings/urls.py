"""Addresses of savings."""

from django.urls import path

from sokoguru.savings.views import cash, counter, passbook, products, slips

app_name = "savings"
urlpatterns = [
    path("meja/loket/", counter.deposit, name="deposit"),
    path("meja/loket/tarik/", counter.withdrawal, name="withdrawal"),
    path("meja/loket/titipan/", counter.dues, name="dues"),
    path("meja/loket/struk/<slug:what>/", counter.preview, name="preview"),
    path("meja/loket/kas/", cash.overview, name="cash"),
    path("meja/loket/kas/<int:login_id>/", cash.drawer, name="drawer"),
    path("meja/loket/bukti/<slug:reference>/", slips.show, name="slip"),
    path("meja/loket/bukti/<slug:reference>/cetak/", slips.paper, name="slip_paper"),
    path("meja/loket/bukti/<slug:reference>/balik/", slips.reverse, name="reverse"),
    path("meja/simpanan/", products.board, name="products"),
    path("saya/simpanan/", passbook.book, name="passbook"),
    path("saya/simpanan/cetak/", passbook.paper, name="passbook_paper"),
    path("saya/simpanan/bukti/<slug:reference>/", passbook.own_slip, name="own_slip"),
]

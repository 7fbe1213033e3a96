"""Addresses of supply: intake, settling, returns, prices, and *Lapak saya*."""

from django.urls import path

from sokoguru.supply.views import goods, intake, settling, stand

app_name = "supply"
urlpatterns = [
    path("meja/gudang/terima/", intake.take_in, name="take_in"),
    path("meja/gudang/nota/<slug:number>/", intake.note, name="note"),
    path("meja/gudang/nota/<slug:number>/cetak/", intake.note_paper, name="note_paper"),
    path("meja/gudang/harga/", goods.grade_prices, name="grade_prices"),
    path("meja/gudang/belanja/", goods.buy, name="buy"),
    path("meja/gudang/kembali/<slug:code>/", goods.give_back, name="give_back"),
    path("meja/gudang/lunasi/", settling.waiting, name="waiting"),
    path("meja/gudang/lunasi/<int:member_id>/", settling.settle, name="settle"),
    path("meja/gudang/pelunasan/<slug:number>/", settling.proof, name="proof"),
    path("meja/gudang/pelunasan/<slug:number>/cetak/", settling.proof_paper, name="proof_paper"),
    path("meja/gudang/pelunasan/<slug:number>/balik/", settling.take_back, name="reverse"),
    path("saya/lapak/", stand.stand, name="stand"),
    path("saya/lapak/nota/<slug:number>/", stand.own_note, name="own_note"),
    path("saya/lapak/pelunasan/<slug:number>/", stand.own_proof, name="own_proof"),
]

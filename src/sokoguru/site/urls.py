"""Addresses of the combined pages."""

from django.urls import path

from sokoguru.site.views import example, front, goods, own

app_name = "site"
urlpatterns = [
    path("", front.home, name="home"),
    path("kode-sumber/", front.source, name="source"),
    path("kode-sumber/sokoguru.tar.gz", front.source_archive, name="source_archive"),
    path("toko/<slug:slug>/", goods.product, name="product"),
    path("jejak/<slug:code>/", goods.trace, name="trace"),
    path("saya/", own.saya, name="saya"),
    path("saya/lainnya/", own.more, name="saya_more"),
    path("meja/contoh/jam/", example.clock_page, name="clock"),
    path("meja/", own.meja, name="meja"),
    path("meja/lainnya/", own.more, name="meja_more"),
]

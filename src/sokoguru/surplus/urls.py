"""Addresses of surplus."""

from django.urls import path

from sokoguru.surplus.views import desk, own

app_name = "surplus"
urlpatterns = [
    path("saya/shu/", own.shu, name="own"),
    path("saya/shu/penyaluran/", own.mandate, name="mandate"),
    path("saya/shu/<int:year>/", own.slip, name="slip"),
    path("saya/shu/<int:year>/usaha/", own.business, name="business"),
    path("meja/shu/", desk.home, name="desk"),
    path("meja/shu/ketentuan/", desk.policy, name="policy"),
    path("meja/shu/<int:year>/tutup/", desk.close, name="close"),
    path("meja/shu/<int:year>/usul/", desk.propose, name="propose"),
]

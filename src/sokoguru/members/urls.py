"""Addresses of members."""

from django.urls import path

from sokoguru.members.views import joining, officers, own, register

app_name = "members"
urlpatterns = [
    path("bergabung/", joining.apply, name="apply"),
    path("bergabung/terkirim/", joining.applied, name="applied"),
    path("saya/data/", own.own, name="own"),
    path("saya/data/nama/", own.name_on_goods, name="name_on_goods"),
    path("meja/anggota/", register.register, name="register"),
    path("meja/anggota/calon/", register.candidates, name="candidates"),
    path("meja/anggota/baru/", joining.register, name="new"),
    path("meja/anggota/<int:member_id>/", register.card, name="card"),
    path("meja/anggota/<int:member_id>/nik/", register.nik, name="nik"),
    path("meja/anggota/<int:member_id>/tanda-tangan/", joining.sign, name="sign"),
    path("meja/anggota/<int:member_id>/terima/", joining.admit, name="admit"),
    path("meja/anggota/<int:member_id>/tolak/", joining.refuse, name="refuse"),
    path("meja/pengurus/", officers.officers, name="officers"),
    path("meja/pengurus/baru/", officers.elect, name="elect"),
    path("meja/pengurus/<int:officer_id>/selesai/", officers.end, name="end_office"),
    path("meja/pengurus/opini/", officers.opinion, name="opinion"),
]

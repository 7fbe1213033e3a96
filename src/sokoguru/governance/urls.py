"""Addresses of governance."""

from django.urls import path

from sokoguru.governance.views import console, desk, own

app_name = "governance"
urlpatterns = [
    path("rapat/", own.rapat, name="public"),
    path("rapat/laporan/<int:year>/", own.report, name="report"),
    path("saya/rapat/", own.own, name="own"),
    path("saya/rapat/<int:meeting_id>/hadir/", own.attend, name="attend"),
    path("saya/rapat/suara/<int:question_id>/", own.vote, name="vote"),
    path("meja/rapat/", desk.home, name="desk"),
    path("meja/rapat/ketentuan/", desk.statute, name="statute"),
    path("meja/rapat/laporan/<int:year>/", desk.report, name="write_report"),
    path("meja/rapat/undang/<int:year>/", desk.convene, name="convene"),
    path("meja/rapat/<int:meeting_id>/", console.meeting, name="meeting"),
    path("meja/rapat/<int:meeting_id>/hadir/", console.presence, name="presence"),
    path("meja/rapat/<int:meeting_id>/pemilih/", console.list_voters, name="list_voters"),
    path("meja/rapat/<int:meeting_id>/buka/", console.open_meeting, name="open_meeting"),
    path("meja/rapat/<int:meeting_id>/pertanyaan/", console.add_question, name="add_question"),
    path("meja/rapat/<int:meeting_id>/selesai/", console.end, name="end"),
    path("meja/rapat/<int:meeting_id>/panggil-lagi/", desk.again, name="again"),
    path("meja/rapat/<int:meeting_id>/berita-acara/", desk.minutes, name="minutes"),
    path("meja/rapat/suara/<int:question_id>/buka/", console.open_ballot, name="open_ballot"),
    path("meja/rapat/suara/<int:question_id>/tutup/", console.close_ballot, name="close_ballot"),
    path("meja/rapat/suara/<int:question_id>/bagikan/", console.distribute, name="distribute"),
]

"""Addresses of outreach and of the pages of channels."""

from django.urls import path

from sokoguru.outreach.views import accounts, links, posts

app_name = "outreach"
urlpatterns = [
    path("l/<str:token>", links.follow, name="link"),
    path("meja/siaran/", posts.home, name="home"),
    path("meja/siaran/baru/", posts.begin, name="begin"),
    path("meja/siaran/<int:post_id>/", posts.post, name="post"),
    path("meja/siaran/<int:post_id>/kirim/", posts.approve, name="approve"),
    path("meja/siaran/<int:post_id>/batal/", posts.take_back, name="take_back"),
    path("meja/siaran/varian/<int:variant_id>/hitung/", posts.count, name="count"),
    path("meja/siaran/varian/<int:variant_id>/terkirim/", posts.tick, name="tick"),
    path("meja/siaran/varian/<int:variant_id>/poster/", posts.poster, name="poster"),
    path("meja/saluran/", accounts.home, name="channels"),
    path("meja/saluran/mastodon/", accounts.mastodon, name="mastodon"),
    path("meja/saluran/akun/<int:account_id>/putus/", accounts.switch_off, name="switch_off"),
    path("meja/saluran/kiriman/<int:outbox_id>/", accounts.settle, name="settle"),
    path("meja/saluran/surat/", accounts.letters, name="letters"),
    path("meja/saluran/surat/<int:outbox_id>/", accounts.letter, name="letter"),
    path("meja/saluran/surat/<int:outbox_id>/surat.eml", accounts.letter_file, name="letter_file"),
]

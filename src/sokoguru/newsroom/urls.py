"""Addresses of the newsroom."""

from django.urls import path

from sokoguru.newsroom.views import desk, reading, sending, writing

app_name = "newsroom"
urlpatterns = [
    path("warta/", reading.stories, name="stories"),
    path("warta/rss.xml", reading.feed, name="rss"),
    path("warta/<slug:slug>/", reading.article, name="article"),
    path("media/warta/<str:name>", reading.picture, name="picture"),
    path("kirim-tulisan/", sending.guest, name="send"),
    path("saya/tulis/", sending.mine, name="mine"),
    path("saya/tulis/baru/", sending.write, name="write"),
    path("saya/tulis/<slug:ticket>/", sending.piece, name="own_piece"),
    path("meja/warta/", desk.home, name="desk"),
    path("meja/warta/kiriman/<int:submission_id>/", desk.submission, name="submission"),
    path("meja/warta/kiriman/<int:submission_id>/mentah.eml", desk.raw, name="raw"),
    path("meja/warta/unggah/", desk.upload, name="upload"),
    path("meja/warta/pertanyaan/<int:question_id>/", desk.question, name="question"),
    path("meja/warta/penanggung-jawab/", desk.responsible, name="responsible"),
    path("meja/warta/tulisan/<int:article_id>/", writing.piece, name="piece"),
    path("meja/warta/tulisan/<int:article_id>/pratinjau/", writing.preview, name="preview"),
    path("meja/warta/tulisan/<int:article_id>/riwayat/", writing.history, name="history"),
]

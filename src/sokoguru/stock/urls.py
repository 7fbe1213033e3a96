"""Addresses of the warehouse."""

from django.urls import path

from sokoguru.stock.views import board, lots, moving, products

app_name = "stock"
urlpatterns = [
    path("meja/gudang/", board.board, name="board"),
    path("meja/gudang/mutasi/", board.moves, name="moves"),
    path("meja/gudang/hitung/", moving.count, name="count"),
    path("meja/gudang/barang/", products.catalogue, name="products"),
    path("meja/gudang/barang/baru/", products.new, name="product_new"),
    path("meja/gudang/barang/<int:product_id>/", products.product, name="product"),
    path("meja/gudang/barang/<int:product_id>/harga/", products.prices, name="prices"),
    path("meja/gudang/barang/<int:product_id>/kode/", products.barcode, name="barcode"),
    path("meja/gudang/barang/<int:product_id>/kata/", products.words, name="words"),
    path("meja/gudang/lot/", lots.lots, name="lots"),
    path("meja/gudang/lot/<slug:code>/", lots.lot, name="lot"),
    path("meja/gudang/lot/<slug:code>/label/", lots.label, name="label"),
    path("meja/gudang/lot/<slug:code>/pindah/", moving.move, name="move"),
]

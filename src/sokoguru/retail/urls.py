"""Addresses of the shop, the till, the desk of orders and the gateways' notices."""

from django.urls import path

from sokoguru.retail.views import checkout, desk, hooks, paying, payments, shifts, shop, till

app_name = "retail"
urlpatterns = [
    path("toko/", shop.shelf, name="shelf"),
    path("toko/keranjang/", shop.cart, name="cart"),
    path("toko/keranjang/jumlah/", shop.set_quantity, name="cart_quantity"),
    path("toko/bayar/", checkout.checkout, name="checkout"),
    path("saya/pesanan/", checkout.own_orders, name="own_orders"),
    path("saya/pesanan/<slug:number>/", checkout.own_order, name="own_order"),
    path("saya/pesanan/<slug:number>/batal/", checkout.cancel, name="own_cancel"),
    path("kasir/", till.till, name="till"),
    path("kasir/pindai/", till.scan, name="scan"),
    path("kasir/jumlah/", till.quantity, name="quantity"),
    path("kasir/anggota/", till.member, name="member"),
    path("kasir/kosongkan/", till.clear, name="clear"),
    path("kasir/bayar/pas/", paying.exact, name="pay_exact"),
    path("kasir/bayar/tunai/", paying.cash, name="pay_cash"),
    path("kasir/bayar/simpanan/", paying.savings, name="pay_savings"),
    path("kasir/bayar/qris/", paying.qris, name="pay_qris"),
    path("kasir/nota/<slug:number>/", paying.receipt, name="receipt"),
    path("kasir/nota/<slug:number>/cetak/", paying.receipt_paper, name="receipt_paper"),
    path("kasir/buka/", shifts.open_shift, name="open_shift"),
    path("kasir/tutup/", shifts.close_shift, name="close_shift"),
    path("kasir/hari-ini/", shifts.today, name="today"),
    path("kasir/retur/", shifts.find_receipt, name="find_receipt"),
    path("kasir/retur/<slug:number>/", shifts.take_back, name="take_back"),
    path("kasir/laporan/", desk.reports, name="reports"),
    path("meja/pesanan/", desk.orders, name="orders"),
    path("meja/pesanan/<slug:number>/", desk.order, name="order"),
    path("meja/pesanan/<slug:number>/terbayar/", desk.confirm, name="order_confirm"),
    path("meja/pesanan/<slug:number>/siap/", desk.ready, name="order_ready"),
    path("meja/pesanan/<slug:number>/serah/", desk.hand_over, name="order_hand_over"),
    path("meja/pesanan/<slug:number>/batal/", desk.cancel, name="order_cancel"),
    path("meja/pesanan/<slug:number>/kembalikan/", desk.pay_back, name="order_pay_back"),
    path("meja/pembayaran/", payments.board, name="payments"),
    path("meja/pembayaran/cocokkan/", payments.match, name="match"),
    path("meja/pengaturan/qris/", payments.qris, name="qris_account"),
    path("meja/pengaturan/gerbang/", payments.gateway, name="gateway"),
    path("hooks/midtrans/<slug:account>/", hooks.midtrans, name="midtrans"),
]

"""Payments on the real database: asked, shown, used once, matched, paid back; notices kept raw."""

import json
from datetime import timedelta

import pytest

from sokoguru.audit.models import Record
from sokoguru.kernel import clock
from sokoguru.kernel.refs import SYSTEM, ActorRef
from sokoguru.kernel.refusals import NotFound
from sokoguru.ledger import queries as books
from sokoguru.ledger.actions import posting
from sokoguru.ledger.models import Entry
from sokoguru.ledger.rules import Role, credit, debit
from sokoguru.payments import invariants, queries
from sokoguru.payments.actions import asking, notices
from sokoguru.payments.errors import (
    GatewayKeyUnfit,
    MatchOff,
    NothingToMatch,
    NoticeTooLarge,
    NotPaidYet,
    NotStanding,
    OwnOrder,
    PaidDiffers,
    QrisDynamic,
    QrisMissing,
    QrisOtherMerchant,
    RequestReused,
    TenderUnknown,
)
from sokoguru.payments.events import QrisSet
from sokoguru.payments.models import GatewayAccount, GatewayNotice, PaymentRequest
from sokoguru.payments.ports import Bill, tender
from sokoguru.payments.rules import qris
from sokoguru.payments.rules.midtrans import signature
from tests.cast import Cast

STATIC = (
    "00020101021126680016ID.CO.CONTOH.WWW011893600999000000001702150000000000000170303UMI51440014"
    "ID.CO.QRIS.WWW0215ID10200000000170303UMI5204541153033605802ID5925KOPERASI CONTOH SEJAHTERA"
    "6011KAB. CONTOH61051234562070703A016304BD54"
)
NMID, NAME = "ID1020000000017", "KOPERASI CONTOH SEJAHTERA"
KEY = "SB-Mid-server-contoh"
WULAN_SELF = ActorRef("staff", 1, "Wulan", 0)


def bill(amount: int = 25_000, reference: str = "P-7K2-94B") -> Bill:
    return Bill(reference, "toko", amount, None, "Pesanan")


def standing(role: Role) -> int:
    return books.balance(books.account(unit="toko", role=role).id)


@pytest.fixture
def asked(cast: Cast) -> PaymentRequest:
    asking.set_qris(text=STATIC, nmid=NMID, merchant_name=NAME, actor=SYSTEM)
    return ask(cast)


def ask(cast: Cast, amount: int = 25_000, reference: str = "P-7K2-94B") -> PaymentRequest:
    return asking.ask(
        bill=bill(amount, reference),
        payer_person_id=cast.users["Siti"].pk,
        expires_at=clock.now() + timedelta(minutes=30),
    )


def test_a_request_carries_the_amount_and_our_reference(asked: PaymentRequest) -> None:
    code = qris.parse(asked.qris_text)
    assert (code.amount, code.reference, code.nmid) == (25_000, "P-7K2-94B", NMID)
    assert (asked.state, code.is_dynamic) == ("waiting", True)


def test_without_a_code_nobody_is_asked(cast: Cast) -> None:
    with pytest.raises(QrisMissing):
        ask(cast)
    assert PaymentRequest.objects.count() == 0


def test_a_code_of_somebody_else_or_of_one_payment_is_refused(cast: Cast) -> None:
    with pytest.raises(QrisOtherMerchant):
        asking.set_qris(text=STATIC, nmid="ID1020000000018", merchant_name=NAME, actor=SYSTEM)
    once = qris.dump(qris.fill_amount(qris.parse(STATIC), 5_000))
    with pytest.raises(QrisDynamic):
        asking.set_qris(text=once, nmid=NMID, merchant_name=NAME, actor=SYSTEM)
    assert not queries.has_qris()


def test_a_retried_request_is_the_same_and_another_is_refused(
    cast: Cast, asked: PaymentRequest
) -> None:
    assert ask(cast).pk == asked.pk
    with pytest.raises(RequestReused):
        ask(cast, 26_000)


def test_a_cashier_confirms_and_it_stays_unmatched(cast: Cast, asked: PaymentRequest) -> None:
    for _ in range(2):
        row = asking.confirm(reference=asked.reference, actor=cast.actor("wulan"))
    assert (row.state, row.how, row.confirmed_by) == ("confirmed", "kasir", "Wulan")
    assert (standing(Role.QRIS_CLEARING), standing(Role.ORDER_ADVANCE)) == (25_000, 25_000)
    assert queries.unmatched_total() == 25_000
    assert Entry.objects.filter(reference="qris:P-7K2-94B").count() == 1
    told = Record.objects.get(name="payments.PaymentConfirmed")
    assert told.body == {
        "request_id": asked.pk, "reference": "P-7K2-94B", "amount": 25_000, "how": "kasir"
    }  # fmt: skip


def test_nobody_confirms_an_own_order(cast: Cast, asked: PaymentRequest) -> None:
    for actor in (cast.as_member("Siti"), WULAN_SELF):
        with pytest.raises(OwnOrder):
            asking.confirm(reference=asked.reference, actor=actor)
    assert queries.request(asked.reference).state == "waiting"
    assert standing(Role.QRIS_CLEARING) == 0


def test_a_payment_pays_one_sale_of_its_own_amount(cast: Cast, asked: PaymentRequest) -> None:
    taking = tender("qris")
    with pytest.raises(NotPaidYet):
        taking.take(bill(), {}, cast.actor("wulan"))
    asking.confirm(reference=asked.reference, actor=cast.actor("wulan"))
    with pytest.raises(PaidDiffers) as refused:
        taking.take(bill(24_999), {}, cast.actor("wulan"))
    assert refused.value.facts["standing"] == 25_000
    lines = taking.take(bill(), {}, cast.actor("wulan"))
    advance = books.account(unit="toko", role=Role.ORDER_ADVANCE)
    assert [(line.account_id, line.amount) for line in lines] == [(advance.id, 25_000)]
    with pytest.raises(PaidDiffers):
        taking.take(bill(), {}, cast.actor("wulan"))


def test_late_money_is_taken_in_and_paid_back(cast: Cast, asked: PaymentRequest) -> None:
    asking.expire(reference=asked.reference)
    asking.confirm(reference=asked.reference, actor=cast.actor("wulan"))
    cash = books.account(unit="toko", role=Role.CASH)
    fill_cash(cash.id, 25_000)
    assert pay_back(cast) == 25_000
    assert pay_back(cast) == 0
    assert (standing(Role.ORDER_ADVANCE), standing(Role.CASH)) == (0, 0)
    assert [invariants.advances_are_the_requests().ok, invariants.clearing_is_unmatched().ok] == [
        True,
        True,
    ]


def pay_back(cast: Cast) -> int:
    cash = books.account(unit="toko", role=Role.CASH)
    return asking.pay_back(reference="P-7K2-94B", cash=cash, actor=cast.actor("wulan"))


def fill_cash(account_id: int, amount: int) -> None:

    posting.post_entry(
        reference="uji:kas",
        on=clock.today(),
        lines=[
            debit(books.account(unit="toko", role=Role.CASH), amount),
            credit(books.account(unit="toko", role=Role.INCOME_OTHER), amount),
        ],
        event=QrisSet(0, ""),
        actor=SYSTEM,
    )


def test_the_bank_settles_several_payments_less_a_fee(cast: Cast, asked: PaymentRequest) -> None:
    other = ask(cast, 75_000, "P-OTHER")
    for row in (asked, other):
        asking.confirm(reference=row.reference, actor=cast.actor("wulan"))
    ids = [asked.pk, other.pk]
    for _ in range(2):
        line = match(ids, 99_300)
    assert (line.received, line.fee) == (99_300, 700)
    assert standing(Role.QRIS_CLEARING) == 0
    assert standing(Role.BANK_SHARIA) == 99_300
    assert standing(Role.QRIS_FEE) == 700
    assert {row.state for row in PaymentRequest.objects.all()} == {"matched"}
    with pytest.raises(NotStanding):
        match(ids, 99_300, "BSI-2")
    for other in ((ids, 100_000), (ids[:1], 99_300)):
        with pytest.raises(RequestReused):
            match(*other)


@pytest.mark.parametrize("received", [0, 24_749, 25_001])
def test_a_wrong_line_of_the_bank_is_refused(
    cast: Cast, asked: PaymentRequest, received: int
) -> None:
    asking.confirm(reference=asked.reference, actor=cast.actor("wulan"))
    with pytest.raises(MatchOff):
        match([asked.pk], received)
    assert standing(Role.QRIS_CLEARING) == 25_000


def test_a_line_of_the_bank_needs_payments(cast: Cast, asked: PaymentRequest) -> None:
    with pytest.raises(NothingToMatch):
        match([], 25_000)
    with pytest.raises(NotStanding):
        match([asked.pk], 25_000)


def match(ids: list[int], received: int, reference: str = "BSI-1"):  # type: ignore[no-untyped-def]
    return asking.match(
        request_ids=ids,
        bank_reference=reference,
        on=clock.today(),
        received=received,
        actor=SYSTEM,
    )


def test_an_unknown_tender_is_refused() -> None:
    with pytest.raises(TenderUnknown):
        tender("kerang")


# Notices -----------------------------------------------------------------------------------------


def notice(key: str = KEY, **changed: str) -> bytes:
    body = {
        "order_id": "P-7K2-94B",
        "transaction_id": "t-1",
        "transaction_status": "settlement",
        "status_code": "200",
        "gross_amount": "25000.00",
        "currency": "IDR",
        **changed,
    }
    body.setdefault(
        "signature_key",
        signature(
            order_id=body["order_id"],
            status_code=body["status_code"],
            gross_amount=body["gross_amount"],
            server_key=key,
        ),
    )
    return json.dumps(body).encode()


@pytest.fixture
def gateway(asked: PaymentRequest) -> GatewayAccount:
    return asking.set_gateway(code="utama", server_key=KEY, actor=SYSTEM)


def told(raw: bytes) -> tuple[str, str]:
    row = notices.take_notice(account="utama", raw=raw)
    return row.verdict, row.problem


def test_a_signed_notice_confirms_once(gateway: GatewayAccount) -> None:
    assert told(notice()) == ("applied", "")
    assert told(notice()) == ("applied", "")
    assert told(notice(extra="x")) == ("duplicate", "")
    row = queries.request("P-7K2-94B")
    assert (row.state, row.how, row.gateway_agrees) == ("confirmed", "gerbang", True)
    assert standing(Role.QRIS_CLEARING) == 25_000
    assert GatewayNotice.objects.count() == 2
    assert GatewayNotice.objects.order_by("pk").first().times == 2  # type: ignore[union-attr]


def test_a_notice_after_the_cashier_moves_no_money(cast: Cast, gateway: GatewayAccount) -> None:
    asking.confirm(reference="P-7K2-94B", actor=cast.actor("wulan"))
    assert told(notice()) == ("applied", "")
    assert standing(Role.QRIS_CLEARING) == 25_000
    assert queries.request("P-7K2-94B").gateway_agrees


@pytest.mark.parametrize(
    ("raw", "problem"),
    [
        (notice(key="SB-Mid-server-salah"), "payments.notice_unsigned"),
        (notice(signature_key="x" * 128), "payments.notice_unsigned"),
        (notice(signature_key="é"), "payments.notice_unsigned"),
        (notice(gross_amount="24999.00"), "payments.notice_foreign"),
        (notice(gross_amount="25000.50"), "payments.notice_malformed"),
        (notice(currency="USD"), "payments.notice_foreign"),
        (notice(order_id="P-ORANG-LAIN"), "payments.notice_foreign"),
        (notice(status_code="201"), "payments.notice_malformed"),
        (notice(transaction_status="paid"), "payments.notice_malformed"),
        (b"", "payments.notice_malformed"),
        (b"\xff\xfe", "payments.notice_malformed"),
        (b"[" * 30_000, "payments.notice_malformed"),
        (b"[1]", "payments.notice_malformed"),
        (b'{"order_id": "a", "order_id": "b"}', "payments.notice_malformed"),
    ],
)
def test_what_cannot_be_believed_is_kept_and_moves_nothing(
    gateway: GatewayAccount, raw: bytes, problem: str
) -> None:
    assert told(raw) == ("refused", problem)
    assert told(raw) == ("refused", problem)
    kept = GatewayNotice.objects.get()
    assert (bytes(kept.raw), kept.times) == (raw, 2)
    assert queries.request("P-7K2-94B").state == "waiting"
    assert standing(Role.QRIS_CLEARING) == 0
    assert Record.objects.filter(name="payments.NoticeSetAside").count() == 1


def test_a_state_never_goes_back(gateway: GatewayAccount) -> None:
    assert told(notice(transaction_status="pending", status_code="201"))[0] == "noted"
    assert told(notice())[0] == "applied"
    for late in ("expire", "deny", "refund"):
        assert told(notice(transaction_status=late, status_code="202"))[0] == "noted"
    assert queries.request("P-7K2-94B").state == "confirmed"
    assert standing(Role.ORDER_ADVANCE) == 25_000


def test_an_expired_request_that_is_paid_after_all_is_confirmed(gateway: GatewayAccount) -> None:
    assert told(notice(transaction_status="expire", status_code="407"))[0] == "applied"
    assert queries.request("P-7K2-94B").state == "expired"
    assert told(notice())[0] == "applied"
    assert queries.request("P-7K2-94B").state == "confirmed"


def test_a_huge_notice_and_an_unknown_account_are_not_kept(gateway: GatewayAccount) -> None:
    with pytest.raises(NoticeTooLarge):
        notices.take_notice(account="utama", raw=b"x" * 65_537)
    with pytest.raises(NotFound):
        notices.take_notice(account="lain", raw=notice())
    assert GatewayNotice.objects.count() == 0


def test_a_server_key_is_kept_encrypted(gateway: GatewayAccount) -> None:
    assert KEY.encode() not in bytes(gateway.key_cipher)
    for weak in ("", "short", "has space in it", "é" * 20):
        with pytest.raises(GatewayKeyUnfit):
            asking.set_gateway(code="utama", server_key=weak, actor=SYSTEM)
    assert KEY not in " ".join(str(body) for body in Record.objects.values_list("body", flat=True))

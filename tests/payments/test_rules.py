"""QRIS texts, gateway notices and tenders."""

import json
import string
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sokoguru.kernel.refusals import Refused
from sokoguru.payments import errors
from sokoguru.payments.rules import midtrans, qris, tenders
from sokoguru.payments.rules.midtrans import PaymentState

CODES = json.loads((Path(__file__).parents[1] / "vectors" / "qris.json").read_text())
S1, D1 = CODES["S1"], CODES["D1"]


def test_the_checksum_has_its_known_value():
    assert qris.checksum("123456789") == "29B1"


@pytest.mark.parametrize("name", ["S1", "D1", "D2", "D3", "D4"])
def test_every_code_is_written_as_it_was_read(name: str):
    assert qris.dump(qris.parse(CODES[name])) == CODES[name]


def test_a_static_code_names_the_merchant_and_no_amount():
    code = qris.parse(S1)
    assert (code.is_dynamic, code.amount, code.tip) == (False, None, None)
    assert code.merchant_name == "KOPERASI CONTOH SEJAHTERA"
    assert code.city == "KAB. CONTOH"
    assert code.nmid == "ID1020000000017"
    assert code.merchant_pans == ("936009990000000017",)
    assert not qris.has_odd_pan(code)
    assert code.inside("62", "07") == "A01"


@pytest.mark.parametrize(
    ("name", "amount", "tip"),
    [
        ("D1", 25_000, None),
        ("D2", 15_000, qris.Tip.TYPED_BY_PAYER),
        ("D3", 15_000, qris.Tip.FIXED),
        ("D4", 50_000, qris.Tip.PERCENT),
    ],
)
def test_a_dynamic_code_fixes_the_amount(name: str, amount: int, tip):
    code = qris.parse(CODES[name])
    assert (code.is_dynamic, code.amount, code.tip) == (True, amount, tip)


def test_filling_a_static_code_gives_the_known_dynamic_one():
    filled = qris.fill_amount(qris.parse(S1), 25_000, reference="INV-2026-000123")
    assert qris.dump(filled) == D1
    assert filled.reference == "INV-2026-000123"


def test_filling_again_replaces_amount_and_reference():
    again = qris.fill_amount(qris.parse(D1), 7_000, reference="INV-2026-000124")
    assert (again.amount, again.reference) == (7_000, "INV-2026-000124")
    assert qris.parse(qris.dump(again)) == again


@pytest.mark.parametrize("name", ["D3", "D4"])
def test_no_fee_is_ever_passed_to_the_buyer(name: str):
    with pytest.raises(errors.QrisSurcharge):
        qris.fill_amount(qris.parse(CODES[name]), 10_000)


@pytest.mark.parametrize("amount", [0, -1, 10_000_001, 2**63])
def test_an_amount_out_of_range_is_not_filled(amount: int):
    with pytest.raises(errors.QrisMalformed):
        qris.fill_amount(qris.parse(S1), amount)


@pytest.mark.parametrize("reference", ["x" * 26, "béras", "a\nb"])
def test_a_reference_that_does_not_fit_is_not_filled(reference: str):
    with pytest.raises(errors.QrisMalformed):
        qris.fill_amount(qris.parse(S1), 10_000, reference=reference)


def test_a_damaged_code_is_refused_and_never_repaired():
    with pytest.raises(errors.QrisChecksum):
        qris.parse(S1[:-4] + "0000")


PRINTABLE = string.ascii_letters + string.digits + " .-/"


@given(st.integers(0, len(S1) - 1), st.sampled_from(PRINTABLE))
def test_any_single_changed_character_is_detected(place: int, character: str):
    changed = S1[:place] + character + S1[place + 1 :]
    if changed == S1:
        return
    with pytest.raises((errors.QrisChecksum, errors.QrisMalformed)):
        qris.parse(changed)


@given(st.text(max_size=300) | st.text(string.digits, max_size=300))
def test_no_text_breaks_the_reader(text: str):
    with pytest.raises((errors.QrisChecksum, errors.QrisMalformed)):
        qris.parse(text)


@given(st.text(string.digits + "ID", min_size=4, max_size=60))
def test_a_rightly_summed_jumble_is_still_refused(text: str):
    body = text + "6304"
    with pytest.raises(errors.QrisMalformed):
        qris.parse(body + qris.checksum(body))


def resummed(text: str) -> str:
    return text[:-4] + qris.checksum(text[:-4])


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("5303360", "5303840", "not_indonesian"),
        ("5802ID", "5802SG", "not_indonesian"),
        ("010211", "010213", "head"),
        ("5925KOPERASI CONTOH SEJAHTERA", "", "no_merchant"),
        ("5802ID", "5802ID5802ID", "field_twice"),
        ("53033605", "5303360540525,005", "amount"),
        ("53033605", "5303360540525.505", "amount"),
        ("53033605", "530336055020" + "95", "tip"),
        ("62070703A01", "62070708A01", "field"),
    ],
)
def test_a_rightly_summed_code_must_still_make_sense(old: str, new: str, reason: str):
    assert old in S1
    with pytest.raises(errors.QrisMalformed) as refused:
        qris.parse(resummed(S1.replace(old, new)))
    assert refused.value.facts["reason"] == reason


@given(st.integers(1, 10_000_000), st.text(string.ascii_uppercase + "-", min_size=1, max_size=25))
def test_a_filled_code_can_be_read_back(amount: int, reference: str):
    text = qris.dump(qris.fill_amount(qris.parse(S1), amount, reference=reference))
    code = qris.parse(text)
    assert (code.amount, code.reference, code.is_dynamic) == (amount, reference, True)


def test_a_swapped_sticker_is_noticed():
    code = qris.parse(S1)
    qris.check_merchant(code, nmid="ID1020000000017", merchant_name="Koperasi Contoh Sejahtera")
    for nmid, name in (("ID1020000000018", code.merchant_name), (code.nmid, "TOKO LAIN")):
        with pytest.raises(errors.QrisOtherMerchant):
            qris.check_merchant(code, nmid=nmid, merchant_name=name)


NOTICE = {
    "order_id": "1111",
    "status_code": "200",
    "gross_amount": "100000.00",
    "server_key": "askvnoibnosifnboseofinbofinfgbiufglnbfg",
}
SIGNED = (
    "edc076b21793ebe3e17926350f5b8ae67d902fe657b3d0aa31b932d5c127e237"
    "5d308a2bc94f3265ac2d80a1f181a79b997ac178a236fcff35af263fc4d4c231"
)


def test_a_notice_is_signed_over_its_values_as_sent():
    """The example of Midtrans' own documentation."""
    assert midtrans.signature(**NOTICE) == SIGNED
    midtrans.check_signature(SIGNED, **NOTICE)


@pytest.mark.parametrize(
    ("given_signature", "changed"),
    [
        (SIGNED, {"gross_amount": "100000.0"}),
        (SIGNED, {"gross_amount": "1000000.00"}),
        (SIGNED, {"status_code": "201"}),
        (SIGNED, {"server_key": ""}),
        (SIGNED.upper(), {}),
        ("", {}),
        ("é", {}),
        ("\ud800", {}),
    ],
)
def test_any_other_signature_is_refused(given_signature: str, changed: dict[str, str]):
    with pytest.raises(errors.NoticeUnsigned):
        midtrans.check_signature(given_signature, **(NOTICE | changed))


@pytest.mark.parametrize(
    ("status", "fraud", "state"),
    [
        ("settlement", "accept", PaymentState.PAID),
        ("settlement", "", PaymentState.PAID),
        ("capture", "accept", PaymentState.PAID),
        ("capture", "challenge", PaymentState.WAITING),
        ("capture", "", PaymentState.WAITING),
        ("capture", "deny", PaymentState.FAILED),
        ("pending", "", PaymentState.WAITING),
        ("deny", "", PaymentState.FAILED),
        ("cancel", "", PaymentState.FAILED),
        ("failure", "", PaymentState.FAILED),
        ("expire", "", PaymentState.EXPIRED),
        ("refund", "", PaymentState.REFUNDED),
        ("partial_refund", "", PaymentState.REFUNDED),
    ],
)
def test_what_a_notice_says(status: str, fraud: str, state: PaymentState):
    assert midtrans.state_of(status, fraud_status=fraud) is state


def test_a_status_that_we_do_not_know_is_kept_and_not_guessed():
    with pytest.raises(errors.NoticeMalformed):
        midtrans.state_of("teleported")


def test_what_is_paid_stays_paid():
    for told in (PaymentState.WAITING, PaymentState.FAILED, PaymentState.EXPIRED):
        assert midtrans.next_state(PaymentState.PAID, told) is PaymentState.PAID
    assert midtrans.next_state(PaymentState.PAID, PaymentState.REFUNDED) is PaymentState.REFUNDED
    assert midtrans.next_state(PaymentState.EXPIRED, PaymentState.PAID) is PaymentState.PAID
    assert midtrans.next_state(PaymentState.WAITING, PaymentState.PAID) is PaymentState.PAID


@given(st.lists(st.sampled_from(PaymentState), min_size=1, max_size=6))
def test_the_order_and_number_of_notices_never_lose_a_payment(told: list[PaymentState]):
    state = PaymentState.WAITING
    for notice in told:
        assert midtrans.next_state(midtrans.next_state(state, notice), notice) == (
            midtrans.next_state(state, notice)
        )
        state = midtrans.next_state(state, notice)
    if PaymentState.PAID in told:
        assert state in (PaymentState.PAID, PaymentState.REFUNDED)


@pytest.mark.parametrize(
    ("sent", "amount"), [("100000.00", 100_000), ("100000", 100_000), ("1.0", 1), ("0.00", 0)]
)
def test_the_amount_of_a_notice_is_whole(sent: str, amount: int):
    assert midtrans.gross_rupiah(sent) == amount


@pytest.mark.parametrize("sent", ["", "1,000.00", "1.5", "1e5", "-1.00", "٣", "9" * 5000, "1."])
def test_an_amount_with_sen_or_oddities_is_refused(sent: str):
    with pytest.raises(errors.NoticeMalformed):
        midtrans.gross_rupiah(sent)


def test_change_is_given_to_the_rupiah():
    assert tenders.change(due=37_500, given=50_000) == 12_500
    assert tenders.change(due=37_500, given=37_500) == 0
    with pytest.raises(errors.CashShort) as refused:
        tenders.change(due=37_500, given=37_499)
    assert refused.value.facts == {"due": 37_500, "given": 37_499}


def test_likely_notes_begin_with_the_exact_sum():
    assert tenders.likely_notes(37_500) == (37_500, 38_000, 40_000, 50_000)
    assert tenders.likely_notes(0) == ()


def test_tenders_add_up_to_the_rupiah():
    savings, cash = tenders.Part("savings", 30_000), tenders.Part("cash", 7_500)
    tenders.check_parts([savings, cash], due=37_500)
    wrong: list[list[tenders.Part]] = [
        [savings],
        [],
        [savings, cash, tenders.Part("qris", 1)],
        [tenders.Part("cash", 40_000), tenders.Part("qris", -2_500)],
        [tenders.Part("cash", 1)] * 9,
    ]
    for parts in wrong:
        with pytest.raises(errors.TendersOff):
            tenders.check_parts(parts, due=37_500)


def test_nobody_confirms_an_own_order():
    tenders.check_confirmer(confirmed_by_person_id=3, ordered_by_person_id=7)
    for confirmer in (7, 0):
        with pytest.raises(errors.OwnOrder) as refused:
            tenders.check_confirmer(confirmed_by_person_id=confirmer, ordered_by_person_id=7)
        assert isinstance(refused.value, Refused)

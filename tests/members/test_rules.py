"""NIK, telephone, address, tax number and admission, without a database."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sokoguru.members import errors
from sokoguru.members.rules.address import (
    Address,
    check_address,
    check_name,
    check_village_code,
)
from sokoguru.members.rules.admission import (
    MOVES,
    AdmissionTerms,
    Candidate,
    Dues,
    MemberState,
    age_on,
    candidacy_ends_on,
    check_admission,
    check_founders,
    check_move,
    is_full_member,
    refund,
    split_dues,
)
from sokoguru.members.rules.nik import PROVINCES, NikHint, Sex, hints_of, mask_nik, parse_nik
from sokoguru.members.rules.npwp import format_npwp, normalise_npwp
from sokoguru.members.rules.phone import check_mobile, parse_phone

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("digits", "province", "sex", "born_on"),
    [
        ("3602041211870001", "36", Sex.MALE, date(1987, 11, 12)),
        ("3311120411870003", "33", Sex.MALE, date(1987, 11, 4)),
        ("3602045211870001", "36", Sex.FEMALE, date(1987, 11, 12)),
        ("3602047112870001", "36", Sex.FEMALE, date(1987, 12, 31)),
        ("3171011708450001", "31", Sex.MALE, date(1945, 8, 17)),
        ("3171015708900001", "31", Sex.FEMALE, date(1990, 8, 17)),
        ("3171010101260001", "31", Sex.MALE, date(2026, 1, 1)),
        ("3171010101270001", "31", Sex.MALE, date(1927, 1, 1)),
        ("3171012412260001", "31", Sex.MALE, date(1926, 12, 24)),
        ("3171012902000001", "31", Sex.MALE, date(2000, 2, 29)),
    ],
)
def test_a_nik_says_place_sex_and_birth_date(digits: str, province: str, sex: Sex, born_on: date):
    """TV-39."""
    nik = parse_nik(digits, today=TODAY)
    assert (nik.province, nik.sex, nik.born_on) == (province, sex, born_on)
    assert nik.serial == digits[12:]


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("360204121187001", "length"),
        ("36020412118700011", "length"),
        ("", "length"),
        ("9" * 5000, "length"),
        ("36020412118700O1", "digits"),
        ("٣٦٠٢٠٤١٢١١٨٧٠٠٠١", "digits"),
        ("3602040011870001", "day"),
        ("3602043211870001", "day"),
        ("3602044011870001", "day"),
        ("3602047211870001", "day"),
        ("3602041213870001", "month"),
        ("3602043102870001", "date"),
        ("3602041211870000", "serial"),
    ],
)
def test_what_cannot_be_a_nik_is_refused_with_the_reason(typed: str, reason: str):
    with pytest.raises(errors.NikMalformed) as refused:
        parse_nik(typed, today=TODAY)
    assert refused.value.facts["reason"] == reason
    assert typed not in refused.value.facts.values()


def test_separators_are_forgiven():
    assert parse_nik("3602 0412 1187 0001", today=TODAY).digits == "3602041211870001"


def test_a_mismatch_is_a_hint_and_never_a_refusal():
    nik = parse_nik("9902041211870001", today=TODAY)
    assert hints_of(nik, born_on=date(1990, 1, 1), sex=Sex.FEMALE) == (
        NikHint.PROVINCE_UNKNOWN,
        NikHint.BIRTH_DATE_DIFFERS,
        NikHint.SEX_DIFFERS,
    )
    assert hints_of(nik, born_on=None, sex=None) == (NikHint.PROVINCE_UNKNOWN,)
    known = parse_nik("3602041211870001", today=TODAY)
    assert hints_of(known, born_on=date(1987, 11, 12), sex=Sex.MALE) == ()


def test_a_nik_is_masked_on_screen():
    assert mask_nik("3602041211870001") == "3602••••••••0001"
    assert parse_nik("3602041211870001", today=TODAY).masked == "3602••••••••0001"
    assert len(PROVINCES) == 38


@pytest.mark.parametrize(
    "typed",
    [
        *("0812-3456-7890", "62 812 3456 7890", "+62 (0)812 3456 7890", "081234567890"),
        *("+62 812-3456-7890", "62812 3456 7890"),
    ],
)
def test_one_mobile_number_has_one_spelling(typed: str):
    """TV-43."""
    phone = parse_phone(typed)
    assert (phone.e164, phone.is_mobile, phone.wa) == ("+6281234567890", True, "6281234567890")
    assert phone.masked == "+6281••••••890"
    check_mobile(phone)


def test_a_landline_is_a_number_but_takes_no_messages():
    phone = parse_phone("(021) 555-1234")
    assert (phone.e164, phone.is_mobile) == ("+62215551234", False)
    with pytest.raises(errors.PhoneNotMobile):
        check_mobile(phone)


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("08123", "length"),
        ("8123456789", "prefix"),
        ("+1 202 555 0100", "prefix"),
        ("0812345678901234", "length"),
        ("0812x", "characters"),
        ("٠٨١٢٣٤٥٦٧٨٩٠", "characters"),
        ("", "characters"),
        ("0" * 5000, "characters"),
    ],
)
def test_other_numbers_are_refused_with_the_reason(typed: str, reason: str):
    with pytest.raises(errors.PhoneMalformed) as refused:
        parse_phone(typed)
    assert refused.value.facts["reason"] == reason


def test_an_old_npwp_gets_its_zero():
    assert normalise_npwp("01.300.066.6-091.000") == "0013000666091000"
    assert normalise_npwp("0013000666091000") == "0013000666091000"
    assert format_npwp("0013000666091000") == "0013 0006 6609 1000"


@pytest.mark.parametrize("typed", ["", "12345", "0" * 16, "01300066609100x", "9" * 17])
def test_other_tax_numbers_are_refused(typed: str):
    with pytest.raises(errors.NpwpMalformed):
        normalise_npwp(typed)


HOME = Address(
    street="  Jl. Melati  No. 3 ",
    rt="3",
    rw="01",
    village="Cikulur",
    district="Cikulur",
    regency="Kab. Lebak",
    province="Banten",
    postcode="42356",
)


def test_an_address_is_kept_clean():
    kept = check_address(HOME)
    assert str(kept) == (
        "Jl. Melati No. 3, RT 003/RW 001, Cikulur, Cikulur, Kab. Lebak, Banten 42356"
    )
    assert check_address(kept) == kept
    assert check_address(replace(HOME, rt="", rw="0", postcode="")).rw == ""


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("street", " "),
        ("street", "x" * 201),
        ("village", "\u200b"),
        ("rt", "1234"),
        ("rw", "dua"),
        ("postcode", "01234"),
        ("postcode", "4235"),
        ("province", "9" * 10**6),
    ],
)
def test_the_malformed_part_of_an_address_is_named(field: str, typed: str):
    with pytest.raises(errors.AddressIncomplete) as refused:
        check_address(replace(HOME, **{field: typed}))
    assert refused.value.facts["field"] == field


def test_village_codes_have_their_dots():
    assert check_village_code("3602042001") == "36.02.04.2001"
    for typed in ("36.00.04.2001", "36.02.04", "36.70.04.2001", "abc"):
        with pytest.raises(errors.AddressIncomplete):
            check_village_code(typed)


@pytest.mark.parametrize("typed", ["X", "Sri", "O'Brien", "陈美玲", "ꦱꦶꦠꦶ", "Ny. I Gusti Ayu"])
def test_every_real_name_is_a_name(typed: str):
    assert check_name(f" {typed} ") == typed


@pytest.mark.parametrize("typed", ["", " ", "123", "---", "\u200b", "S" * 121, "S" * 10**6])
def test_a_name_needs_a_letter_and_an_end(typed: str):
    with pytest.raises(errors.NameMissing):
        check_name(typed)


TERMS = AdmissionTerms(pokok=100_000, wajib_first=20_000)
SITI = Candidate(
    state=MemberState.CALON,
    person_id=7,
    born_on=date(1990, 8, 17),
    is_married=False,
    paid=120_000,
    has_signed_register=True,
)


def test_what_a_candidate_paid_becomes_pokok_and_wajib_or_comes_back_whole():
    """TV-53, the amounts."""
    assert check_admission(SITI, TERMS, on=TODAY, decided_by_person_id=1) == Dues(
        pokok=100_000, wajib=20_000
    )
    assert refund(MemberState.CALON, 120_000) == 120_000


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"state": MemberState.ANGGOTA}, errors.NotACandidate),
        ({"born_on": date(2010, 1, 1)}, errors.TooYoung),
        ({"paid": 119_999}, errors.DuesUnpaid),
        ({"paid": 0}, errors.DuesUnpaid),
        ({"has_signed_register": False}, errors.RegisterUnsigned),
        ({"person_id": 1}, errors.AdmittedByOneself),
    ],
)
def test_nobody_is_admitted_too_early(changed, refusal):
    with pytest.raises(refusal):
        check_admission(replace(SITI, **changed), TERMS, on=TODAY, decided_by_person_id=1)


def test_marriage_stands_for_age():
    young = replace(SITI, born_on=date(2010, 1, 1), is_married=True)
    assert check_admission(young, TERMS, on=TODAY, decided_by_person_id=1).total == 120_000


def test_a_member_is_not_refunded_as_a_candidate():
    with pytest.raises(errors.NotACandidate):
        refund(MemberState.ANGGOTA, 120_000)


@given(st.integers(min_value=0, max_value=10**9))
def test_dues_add_up_to_what_was_paid(paid: int):
    dues = split_dues(paid, TERMS)
    assert dues.total == paid
    assert dues.excess == 0 or (dues.pokok, dues.wajib) == (100_000, 20_000)


def test_nine_people_found_a_cooperative_and_eight_do_not():
    check_founders(9)
    check_founders(3, is_secondary=True)
    with pytest.raises(errors.TooFewFounders) as refused:
        check_founders(8)
    assert refused.value.facts == {"count": 8, "least": 9}
    with pytest.raises(errors.TooFewFounders):
        check_founders(2, is_secondary=True)


def test_a_candidate_has_three_months():
    assert candidacy_ends_on(date(2026, 11, 30)) == date(2027, 2, 28)


def test_a_settled_membership_is_over():
    check_move(MemberState.CALON, MemberState.ANGGOTA)
    check_move(MemberState.MENINGGAL, MemberState.SELESAI)
    for there in MemberState:
        with pytest.raises(errors.MoveNotAllowed):
            check_move(MemberState.SELESAI, there)
    assert set(MOVES) == set(MemberState)


def test_only_a_full_member_is_a_full_member():
    assert [state for state in MemberState if is_full_member(state)] == [MemberState.ANGGOTA]


def test_age_counts_full_years():
    assert age_on(date(2009, 11, 24), TODAY) == 17
    assert age_on(date(2009, 11, 25), TODAY) == 16
    assert age_on(date(2008, 2, 29), date(2025, 2, 28)) == 16

"""Rubrics, the desk and the published page."""

from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sokoguru.newsroom import errors
from sokoguru.newsroom.rules.desk import (
    MOVES,
    NEEDS_FOUR_EYES,
    PUBLIC,
    State,
    Writer,
    check_as_approved,
    check_four_eyes,
    check_move,
    content_hash,
    reply_due_at,
)
from sokoguru.newsroom.rules.page import (
    SLUG_MAX,
    Notice,
    byline,
    free_slug,
    notices_of,
    slug,
)
from sokoguru.newsroom.rules.rubrics import (
    RULES,
    Piece,
    Problem,
    Rubric,
    check_rubric,
    problems_of,
    reading_minutes,
)

PIECE = Piece(
    title="Gula aren dari lereng Halimun",
    body="kata " * 400,
    bio="Siti, perajin gula aren.",
    picture_alt="Siti mengaduk nira di kuali",
)


@pytest.mark.parametrize("rubric", Rubric)
def test_a_good_piece_has_no_problems(rubric: Rubric):
    check_rubric(PIECE, RULES[rubric])


@pytest.mark.parametrize(
    ("rubric", "changed", "problem"),
    [
        (Rubric.OPINI, {"title": " \u200b"}, Problem("title_missing")),
        (Rubric.OPINI, {"title": "a b c d e f g"}, Problem("title_words", 7, 6)),
        (Rubric.OPINI, {"title": "x" * 91}, Problem("title_long", 91, 90)),
        (Rubric.OPINI, {"body": "x" * 499}, Problem("body_short", 499, 500)),
        (Rubric.OPINI, {"body": "x" * 5_001}, Problem("body_long", 5_001, 5_000)),
        (Rubric.ESAI, {"bio": ""}, Problem("bio_missing")),
        (Rubric.BERITA, {"picture_alt": None}, Problem("picture_missing")),
        (Rubric.KOLOM, {"picture_alt": " "}, Problem("picture_alt_missing")),
    ],
)  # fmt: skip
def test_each_rule_of_a_rubric_is_named_when_broken(rubric, changed, problem):
    assert problems_of(replace(PIECE, **changed), RULES[rubric]) == (problem,)


def test_the_author_is_told_everything_at_once():
    with pytest.raises(errors.RubricNotMet) as refused:
        check_rubric(Piece(title="", body=""), RULES[Rubric.OPINI])
    assert [code for code, *_ in refused.value.facts["problems"]] == [
        "title_missing",
        "body_short",
        "bio_missing",
    ]


def test_berita_needs_no_bio():
    assert problems_of(replace(PIECE, bio=""), RULES[Rubric.BERITA]) == ()


def test_reading_takes_at_least_a_minute():
    assert reading_minutes("") == 1
    assert reading_minutes("kata " * 200) == 1
    assert reading_minutes("kata " * 201) == 2


def test_a_piece_walks_from_the_mail_to_the_page():
    way = [
        *(State.RECEIVED, State.TRIAGE, State.ASSIGNED, State.EDITING, State.REVIEW),
        *(State.APPROVED, State.PUBLISHED),
    ]
    for here, there in pairwise(way):
        check_move(here, there)


def test_nothing_is_published_without_approval():
    doors = {here for here, theres in MOVES.items() if State.PUBLISHED in theres}
    assert doors == {State.APPROVED, State.SCHEDULED, State.CORRECTING}
    assert {here for here, theres in MOVES.items() if State.APPROVED in theres} == {
        State.REVIEW,
        State.SCHEDULED,
    }
    assert State.CORRECTED in NEEDS_FOUR_EYES


@given(st.sampled_from(State), st.sampled_from(State))
def test_what_the_table_does_not_know_is_refused(here: State, there: State):
    if there in MOVES[here]:
        check_move(here, there, reason="sebab")
    else:
        with pytest.raises(errors.MoveNotAllowed):
            check_move(here, there, reason="sebab")


def test_the_table_knows_every_state_and_a_withdrawal_is_final():
    assert set(MOVES) == set(State)
    assert MOVES[State.WITHDRAWN] == frozenset()
    assert State.WITHDRAWN not in PUBLIC


@pytest.mark.parametrize(
    ("here", "there"),
    [
        (State.EDITING, State.RETURNED),
        (State.TRIAGE, State.REJECTED),
        (State.PUBLISHED, State.WITHDRAWN),
        (State.PUBLISHED, State.CORRECTING),
    ],
)
def test_a_refusal_owes_the_author_a_reason(here: State, there: State):
    check_move(here, there, reason="Sumber belum jelas.")
    with pytest.raises(errors.ReasonMissing):
        check_move(here, there, reason=" \u200b ")


EDITOR = Writer(person_id=3, address="redaksi@contoh.id")


def test_author_and_approver_are_different_people():
    check_four_eyes(Writer(person_id=7), EDITOR)
    check_four_eyes(Writer(address="siti@contoh.id"), EDITOR)
    for author in (Writer(person_id=3), Writer(address=" Redaksi@Contoh.id")):
        with pytest.raises(errors.OwnPiece):
            check_four_eyes(author, EDITOR)
    with pytest.raises(errors.NotThePersonAtTheDesk):
        check_four_eyes(Writer(person_id=7), Writer(address="siapa@contoh.id"))


SHOWN = {"title": "a", "summary": "b", "body": "c", "picture": "d", "byline": "e"}


@pytest.mark.parametrize("part", SHOWN)
def test_any_change_after_approval_is_noticed(part: str):
    approved = content_hash(**SHOWN)
    check_as_approved(approved=approved, now=content_hash(**SHOWN))
    with pytest.raises(errors.ChangedSinceApproval):
        check_as_approved(approved=approved, now=content_hash(**(SHOWN | {part: "x"})))


def test_words_moved_between_parts_change_the_fingerprint():
    moved = SHOWN | {"title": "ab", "summary": ""}
    assert content_hash(**moved) != content_hash(**SHOWN)


def test_a_reply_is_due_in_two_days():
    asked = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
    assert reply_due_at(asked) == datetime(2026, 11, 26, 9, 0, tzinfo=UTC)


def test_a_byline_names_author_role_and_editor():
    made = byline(author=" Siti  Nurhaliza ", author_role="anggota", editor="Deni")
    assert str(made) == "Penulis: Siti Nurhaliza, anggota / Editor: Deni"
    assert byline(author="Siti", author_role="", editor="Deni").by == "Siti"
    for author, editor in (("", "Deni"), ("Siti", " ")):
        with pytest.raises(errors.BylineIncomplete):
            byline(author=author, author_role="", editor=editor)


def test_somebody_always_answers_for_a_page():
    for rubric in Rubric:
        for by_desk in (True, False):
            notices = notices_of(rubric, is_by_the_desk=by_desk, sells_our_goods=False)
            assert Notice.RESPONSIBLE_PERSON in notices
    own = notices_of(Rubric.BERITA, is_by_the_desk=True, sells_our_goods=True)
    assert own == (Notice.RESPONSIBLE_PERSON, Notice.SELLS_OUR_GOODS)
    sent_in = notices_of(Rubric.BERITA, is_by_the_desk=False, sells_our_goods=False)
    assert sent_in == (Notice.RESPONSIBLE_PERSON, Notice.AUTHORS_OWN)


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Gula aren & kopi dari Lebak", "gula-aren-dan-kopi-dari-lebak"),
        ("Jum'at berkah: 100% sedekah!", "jumat-berkah-100-persen-sedekah"),
        ("  Kérupuk  Ikan/Udang ", "kerupuk-ikan-udang"),
        ("Straße", "strasse"),
        ("陈美玲", "tulisan"),
        ("", "tulisan"),
        ("???", "tulisan"),
    ],
)
def test_titles_become_addresses(title: str, expected: str):
    assert slug(title) == expected


@given(st.text(max_size=300))
def test_every_slug_is_short_plain_and_stable(title: str):
    made = slug(title)
    assert 0 < len(made) <= SLUG_MAX
    assert made.isascii()
    assert slug(made) == made
    assert not made.startswith("-")
    assert not made.endswith("-")


def test_a_long_title_is_cut_between_words():
    assert slug("koperasi " * 20) == "-".join(["koperasi"] * 9)
    assert slug("sebuah " + "koperasi " * 20) == "sebuah" + "-koperasi" * 8
    assert len(slug("x" * 200)) == SLUG_MAX


def test_a_taken_address_gets_a_number():
    assert free_slug("Gula aren", set()) == "gula-aren"
    assert free_slug("Gula aren", {"gula-aren", "gula-aren-2"}) == "gula-aren-3"

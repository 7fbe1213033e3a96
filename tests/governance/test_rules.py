"""Quorum, calendar, votes and what was voted on."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sokoguru.governance import errors
from sokoguru.governance.rules import (
    A_FIFTH,
    MORE_THAN_HALF,
    THREE_QUARTERS,
    TWO_THIRDS,
    Choice,
    MeetingTerms,
    Outcome,
    Tally,
    Vote,
    check_calendar,
    check_carried,
    check_entitled,
    check_quorum,
    check_second_call,
    check_unchanged,
    count,
    outcome,
    quorum,
    rat_calendar,
)
from sokoguru.members.rules.admission import MemberState

TERMS = MeetingTerms()


@pytest.mark.parametrize(
    ("members", "half", "fifth", "three_quarters"),
    [(101, 51, 21, 76), (9, 5, 2, 7), (501, 251, 101, 376), (100, 51, 20, 75)],
)
def test_a_quorum_is_counted_in_heads(members, half, fifth, three_quarters):
    """TV-44."""
    assert MORE_THAN_HALF.needed_of(members) == half
    assert A_FIFTH.needed_of(members) == fifth
    assert THREE_QUARTERS.needed_of(members) == three_quarters


@given(st.integers(1, 10**6))
def test_more_than_half_is_more_than_half_and_by_no_more_than_needed(members: int):
    needed = MORE_THAN_HALF.needed_of(members)
    assert 2 * needed > members
    assert 2 * (needed - 1) <= members
    assert 5 * A_FIFTH.needed_of(members) >= members


def test_a_second_call_asks_for_fewer_and_comes_later():
    with pytest.raises(errors.NoQuorum) as refused:
        check_quorum(present=50, members=101, terms=TERMS)
    assert refused.value.facts == {"present": 50, "needed": 51, "members": 101}
    check_quorum(present=51, members=101, terms=TERMS)
    check_quorum(present=21, members=101, terms=TERMS, is_second_call=True)
    with pytest.raises(errors.NoQuorum):
        check_quorum(present=20, members=101, terms=TERMS, is_second_call=True)
    first = date(2026, 6, 1)
    check_second_call(first_held_on=first, held_on=date(2026, 6, 8), terms=TERMS)
    with pytest.raises(errors.SecondCallTooEarly):
        check_second_call(first_held_on=first, held_on=date(2026, 6, 7), terms=TERMS)


def test_nobody_meets_without_members_and_no_more_come_than_there_are():
    assert quorum(0, TERMS) == 1
    for present, members in ((0, 0), (1, 0), (102, 101)):
        with pytest.raises(errors.NoQuorum):
            check_quorum(present=present, members=members, terms=TERMS)


def test_the_calendar_of_a_year():
    """TV-44."""
    calendar = rat_calendar(date(2025, 12, 31), TERMS)
    assert calendar.held_by == date(2026, 6, 30)
    assert calendar.report_ready_by == date(2026, 5, 30)
    assert calendar.invited_by == date(2026, 6, 16)
    assert rat_calendar(date(2027, 2, 28), TERMS).held_by == date(2027, 8, 31)
    stricter = replace(TERMS, held_within_months=5)
    assert rat_calendar(date(2025, 12, 31), stricter).held_by == date(2026, 5, 31)


DAYS = {
    "book_year_ends_on": date(2025, 12, 31),
    "report_ready_on": date(2026, 2, 15),
    "invited_on": date(2026, 3, 1),
    "record_on": date(2026, 3, 1),
    "held_on": date(2026, 3, 15),
}


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"held_on": date(2025, 12, 31)}, errors.MeetingTooEarly),
        ({"held_on": date(2026, 7, 1)}, errors.MeetingTooLate),
        ({"report_ready_on": date(2026, 2, 16)}, errors.ReportTooLate),
        ({"invited_on": date(2026, 3, 2)}, errors.InvitedTooLate),
        ({"record_on": date(2026, 3, 16)}, errors.RecordDateWrong),
        ({"record_on": date(2025, 12, 30)}, errors.RecordDateWrong),
    ],
)
def test_a_meeting_keeps_its_days(changed, refusal):
    check_calendar(**DAYS, terms=TERMS)
    with pytest.raises(refusal):
        check_calendar(**(DAYS | changed), terms=TERMS)


RECORD = date(2026, 3, 1)


@pytest.mark.parametrize(
    ("state", "since", "left_on"),
    [
        (MemberState.CALON, None, None),
        (MemberState.ANGGOTA, date(2026, 3, 2), None),
        (MemberState.ANGGOTA, None, None),
        (MemberState.ANGGOTA_LUAR_BIASA, date(2020, 1, 1), None),
        (MemberState.NONAKTIF, date(2020, 1, 1), None),
        (MemberState.ANGGOTA, date(2020, 1, 1), date(2026, 2, 28)),
    ],
)
def test_only_full_members_of_the_record_date_vote(state, since, left_on):
    check_entitled(MemberState.ANGGOTA, member_since=RECORD, left_on=None, record_on=RECORD)
    with pytest.raises(errors.NotEntitled):
        check_entitled(state, member_since=since, left_on=left_on, record_on=RECORD)


def test_each_member_counts_once():
    votes = [Vote(1, Choice.IN_FAVOUR), Vote(2, Choice.AGAINST), Vote(3, Choice.ABSTAIN)]
    entitled = frozenset({1, 2, 3})
    assert count(votes, entitled=entitled) == Tally(1, 1, 1)
    with pytest.raises(errors.VotedTwice) as twice:
        count([*votes, Vote(1, Choice.IN_FAVOUR)], entitled=entitled)
    assert twice.value.facts == {"member_id": 1}
    with pytest.raises(errors.NotEntitled):
        count([Vote(4, Choice.IN_FAVOUR)], entitled=entitled)


@pytest.mark.parametrize(
    ("tally", "majority", "said"),
    [
        (Tally(26, 25, 0), MORE_THAN_HALF, Outcome.CARRIED),
        (Tally(25, 25, 0), MORE_THAN_HALF, Outcome.TIED),
        (Tally(25, 25, 40), MORE_THAN_HALF, Outcome.TIED),
        (Tally(24, 25, 2), MORE_THAN_HALF, Outcome.REJECTED),
        (Tally(0, 0, 10), MORE_THAN_HALF, Outcome.REJECTED),
        (Tally(1, 0, 99), MORE_THAN_HALF, Outcome.CARRIED),
        (Tally(66, 34, 0), TWO_THIRDS, Outcome.REJECTED),
        (Tally(67, 33, 0), TWO_THIRDS, Outcome.CARRIED),
    ],
)
def test_a_tie_is_no_majority(tally, majority, said):
    assert outcome(tally, majority) is said
    if said is Outcome.CARRIED:
        check_carried(tally, majority)
    else:
        with pytest.raises(errors.NotCarried):
            check_carried(tally, majority)


def test_what_was_voted_on_is_what_is_carried_out():
    check_unchanged(voted="a" * 64, carried_out="a" * 64)
    with pytest.raises(errors.ProposalChanged):
        check_unchanged(voted="a" * 64, carried_out="b" * 64)

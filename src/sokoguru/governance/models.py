"""Terms of the AD, annual reports, meetings, voters, presence, ballots, resolutions."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from sokoguru.governance.rules import (
    THRESHOLDS,
    Choice,
    MeetingState,
    Outcome,
    QuestionState,
    Subject,
    Way,
)
from sokoguru.tenancy.fields import TenantKey
from sokoguru.tenancy.models import Stamped

PARTS = [(name, name) for name in THRESHOLDS]


class Statute(Stamped):
    """What the AD says of meetings from a day on. Append-only: a newer one replaces it."""

    append_only = True

    since = models.DateField()
    legal_basis = models.CharField(max_length=120)
    quorum_first = models.CharField(max_length=20, choices=PARTS)
    quorum_second = models.CharField(max_length=20, choices=PARTS)
    majority = models.CharField(max_length=20, choices=PARTS)
    second_call_after_days = models.PositiveSmallIntegerField()
    invitation_days_min = models.PositiveSmallIntegerField()
    report_months_before = models.PositiveSmallIntegerField()
    held_within_months = models.PositiveSmallIntegerField()
    record_days_before = models.PositiveSmallIntegerField()

    def __str__(self) -> str:
        return f"{self.legal_basis}, {self.since}"


class AnnualReport(Stamped):
    """The report of the pengurus about a closed year (art. 35, 36). Append-only."""

    append_only = True

    year = models.PositiveSmallIntegerField()
    closing = TenantKey("surplus.YearClosing")
    ready_on = models.DateField()
    words = models.CharField(max_length=8_000)
    signed_by = ArrayField(models.CharField(max_length=120), default=list)
    unsigned_reason = models.CharField(max_length=400, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cooperative_id", "year"], name="report_one_a_year")
        ]

    def __str__(self) -> str:
        return f"{self.year}"


class Meeting(Stamped):
    """A RAT: the members' meeting that accounts for a book year; its second call is its own row."""

    year = models.PositiveSmallIntegerField()
    call = models.PositiveSmallIntegerField(default=1)
    first = TenantKey("self", null=True)
    report = TenantKey(AnnualReport)
    state = models.CharField(
        max_length=12,
        choices=[(state.value, state.value) for state in MeetingState],
        default=MeetingState.INVITED,
    )
    invited_on = models.DateField()
    record_on = models.DateField()
    held_on = models.DateField()
    starts_at = models.TimeField()
    place = models.CharField(max_length=160)
    agenda = ArrayField(models.CharField(max_length=160), default=list)
    listed_at = models.DateTimeField(null=True)
    voters = models.PositiveIntegerField(null=True)
    needed = models.PositiveIntegerField(null=True)
    opened_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    chair = models.CharField(max_length=120, default="")
    secretary = models.CharField(max_length=120, default="")
    notes = models.CharField(max_length=8_000, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["cooperative_id", "year", "call"], name="meeting_one_a_call"
            ),
            models.CheckConstraint(
                condition=models.Q(call=1, first=None) | models.Q(call=2, first__isnull=False),
                name="meeting_second_after_a_first",
            ),
        ]

    def __str__(self) -> str:
        return f"RAT {self.year}"


class Voter(Stamped):
    """Who has a vote in a meeting, frozen at the record date, with a card. Append-only."""

    append_only = True

    meeting = TenantKey(Meeting)
    member = TenantKey("members.Member")
    card = models.CharField(max_length=12)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["cooperative_id", "meeting", "member"], name="voter_once_a_meeting"
            ),
            models.UniqueConstraint(
                fields=["cooperative_id", "meeting", "card"], name="voter_one_a_card"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member_id}"


class Attendance(Stamped):
    """A member's presence, noted once. Append-only."""

    append_only = True

    meeting = TenantKey(Meeting)
    member = TenantKey("members.Member")
    way = models.CharField(max_length=8, choices=[(way.value, way.value) for way in Way])
    at = models.DateTimeField()
    noted_by = models.CharField(max_length=120)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["cooperative_id", "meeting", "member"], name="attendance_once_a_meeting"
            )
        ]

    def __str__(self) -> str:
        return f"{self.member_id}"


class Question(Stamped):
    """A question put to a meeting; about SHU it names the proposal and its fingerprint."""

    meeting = TenantKey(Meeting)
    position = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=240)
    subject = models.CharField(max_length=8, choices=[(each.value, each.value) for each in Subject])
    proposal = TenantKey("surplus.Proposal", null=True)
    digest = models.CharField(max_length=64, default="")
    state = models.CharField(
        max_length=8,
        choices=[(state.value, state.value) for state in QuestionState],
        default=QuestionState.READY,
    )
    opened_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["cooperative_id", "meeting", "position"], name="question_one_a_place"
            ),
            models.UniqueConstraint(
                fields=["cooperative_id", "meeting"],
                condition=models.Q(state="dibuka"),
                name="question_one_open_a_meeting",
            ),
            models.CheckConstraint(
                condition=~models.Q(subject="shu") | models.Q(proposal__isnull=False),
                name="question_about_shu_names_a_proposal",
            ),
        ]

    def __str__(self) -> str:
        return self.text


class Vote(Stamped):
    """One member's open vote on one question: one, and never changed. Append-only."""

    append_only = True

    question = TenantKey(Question)
    member = TenantKey("members.Member")
    choice = models.CharField(
        max_length=12, choices=[(choice.value, choice.value) for choice in Choice]
    )
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["cooperative_id", "question", "member"], name="vote_one_a_member"
            )
        ]

    def __str__(self) -> str:
        return f"{self.member_id}: {self.choice}"


class Resolution(Stamped):
    """What a closed ballot said, with the quorum it was made in. Append-only."""

    append_only = True

    question = TenantKey(Question)
    number = models.CharField(max_length=40)
    outcome = models.CharField(
        max_length=12, choices=[(each.value, each.value) for each in Outcome]
    )
    in_favour = models.PositiveIntegerField()
    against = models.PositiveIntegerField()
    abstaining = models.PositiveIntegerField()
    present = models.PositiveIntegerField()
    needed = models.PositiveIntegerField()
    voters = models.PositiveIntegerField()
    digest = models.CharField(max_length=64, default="")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["cooperative_id", "question"], name="resolution_one_a_question"
            ),
            models.UniqueConstraint(
                fields=["cooperative_id", "number"], name="resolution_one_a_number"
            ),
        ]

    def __str__(self) -> str:
        return self.number

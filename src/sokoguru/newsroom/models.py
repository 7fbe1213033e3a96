"""Mail as it came, submissions, articles and their texts, pictures, approvals, questions."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from sokoguru.newsroom.rules.desk import PUBLIC, State
from sokoguru.newsroom.rules.rubrics import Rubric
from sokoguru.tenancy.fields import TenantKey
from sokoguru.tenancy.models import Stamped

STATES = [(state.value, state.value) for state in State]
RUBRICS = [(rubric.value, rubric.value) for rubric in Rubric]


class RawMail(Stamped):
    """A message as it came, kept before anything reads it. Append-only, once by its bytes."""

    append_only = True

    class Source(models.TextChoices):
        SMTP = "smtp"
        FILE = "berkas"

    sha256 = models.BinaryField(max_length=32)
    content = models.BinaryField()
    size = models.PositiveIntegerField()
    source = models.CharField(max_length=8, choices=Source.choices)
    mail_from = models.CharField(max_length=320, null=True)
    """The envelope's sender: empty for a bounce, null where there was no envelope."""
    mail_to = models.CharField(max_length=320, blank=True)
    peer = models.CharField(max_length=60, blank=True)
    received_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["cooperative_id", "sha256"], name="raw_mail_once_by_its_bytes"
            )
        ]

    def __str__(self) -> str:
        return f"{self.mail_from} {self.received_at}"


class Reading(Stamped):
    """The work of reading one raw mail: open until a submission stands for it."""

    raw = TenantKey(RawMail)
    done = models.BooleanField(default=False)
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cooperative_id", "raw"], name="reading_once_a_mail")
        ]
        indexes = [
            models.Index(
                fields=["cooperative_id", "id"],
                condition=models.Q(done=False),
                name="reading_open",
            )
        ]

    def __str__(self) -> str:
        return f"{self.raw_id}"


class Picture(Stamped):
    """A picture that we encoded ourselves; its file lies in the data folder under our own name."""

    append_only = True

    name = models.CharField(max_length=40)
    media_type = models.CharField(max_length=20)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    size = models.PositiveIntegerField()
    sha256 = models.BinaryField(max_length=32)
    by_person_id = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cooperative_id", "name"], name="picture_one_a_name")
        ]

    def __str__(self) -> str:
        return self.name


class Article(Stamped):
    """A piece that the desk has taken on. What it says stands in its revisions."""

    slug = models.CharField(max_length=100)
    rubric = models.CharField(max_length=8, choices=RUBRICS)
    state = models.CharField(max_length=16, choices=STATES, default=State.ASSIGNED)
    editor_login_id = models.BigIntegerField()
    editor_name = models.CharField(max_length=120)
    published = TenantKey("newsroom.Revision", null=True)
    published_at = models.DateTimeField(null=True)
    correcting_for = models.CharField(max_length=500, blank=True)
    """The public reason of the correction that is being made."""
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cooperative_id", "slug"], name="article_one_a_slug"),
            models.CheckConstraint(
                condition=~models.Q(state__in=sorted(state.value for state in PUBLIC))
                | models.Q(published__isnull=False, published_at__isnull=False),
                name="article_public_has_a_text",
            ),
        ]
        indexes = [
            models.Index(
                fields=["cooperative_id", "-published_at"],
                condition=models.Q(state__in=sorted(state.value for state in PUBLIC)),
                name="article_public",
            ),
            models.Index(fields=["cooperative_id", "state", "-changed_at"], name="article_desk"),
        ]

    def __str__(self) -> str:
        return self.slug


class Revision(Stamped):
    """One text of an article: everything a reader sees, with its fingerprint. Append-only."""

    append_only = True

    article = TenantKey(Article)
    number = models.PositiveIntegerField()
    rubric = models.CharField(max_length=8, choices=RUBRICS)
    title = models.CharField(max_length=200)
    summary = models.CharField(max_length=400, blank=True)
    body = models.TextField()
    author_name = models.CharField(max_length=120)
    author_role = models.CharField(max_length=80, blank=True)
    author_bio = models.CharField(max_length=300, blank=True)
    editor_name = models.CharField(max_length=120)
    editor_person_id = models.BigIntegerField()
    picture = TenantKey(Picture, null=True)
    picture_alt = models.CharField(max_length=300, blank=True)
    picture_credit = models.CharField(max_length=120, blank=True)
    product_ids = ArrayField(models.BigIntegerField(), default=list)
    """Goods of the shop that the text speaks of."""
    hash = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["cooperative_id", "article", "number"], name="revision_one_a_number"
            )
        ]

    def __str__(self) -> str:
        return f"{self.article_id}/{self.number}"


class Approval(Stamped):
    """One person's yes to exactly one text. Append-only."""

    append_only = True

    revision = TenantKey(Revision)
    hash = models.CharField(max_length=64)
    person_id = models.BigIntegerField()
    name = models.CharField(max_length=120)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["cooperative_id", "revision", "person_id"], name="approval_once_a_person"
            ),
            models.CheckConstraint(condition=models.Q(person_id__gt=0), name="approval_by_someone"),
        ]

    def __str__(self) -> str:
        return f"{self.revision_id}: {self.name}"


class Notice(Stamped):
    """What happened to an article in public: published, corrected, withdrawn. Append-only."""

    append_only = True

    class Kind(models.TextChoices):
        PUBLISHED = "terbit"
        CORRECTED = "ralat"
        WITHDRAWN = "cabut"

    article = TenantKey(Article)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    revision = TenantKey(Revision)
    words = models.CharField(max_length=500, blank=True)
    """The public reason of a correction or a withdrawal."""
    responsible = models.CharField(max_length=120, blank=True)
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["cooperative_id", "article", "id"], name="notice_of_article")
        ]

    def __str__(self) -> str:
        return f"{self.article_id} {self.kind}"


class Submission(Stamped):
    """What somebody sent to the desk, and where it stands until an article is made of it."""

    class Source(models.TextChoices):
        MAIL = "surat"
        FILE = "berkas"
        PAGE = "halaman"

    source = models.CharField(max_length=8, choices=Source.choices)
    raw = TenantKey(RawMail, null=True)
    article = TenantKey(Article, null=True)
    request_key = models.CharField(max_length=64)
    ticket = models.CharField(max_length=12)
    member = TenantKey("members.Member", null=True)
    """The author, confirmed: logged in, or known to the desk."""
    hint = TenantKey("members.Member", null=True)
    """Whose address it is. An address proves nothing."""
    author_name = models.CharField(max_length=120, blank=True)
    author_role = models.CharField(max_length=80, blank=True)
    author_bio = models.CharField(max_length=300, blank=True)
    author_person_id = models.BigIntegerField(default=0)
    contact = models.CharField(max_length=320, blank=True)
    may_answer = models.BooleanField(default=True)
    rubric = models.CharField(max_length=8, choices=RUBRICS)
    title = models.CharField(max_length=200, blank=True)
    body = models.TextField(blank=True)
    picture_alt = models.CharField(max_length=300, blank=True)
    message_id = models.CharField(max_length=260, blank=True)
    state = models.CharField(max_length=16, choices=STATES)
    reason = models.CharField(max_length=20, blank=True)
    """Why it waits in quarantine (``rules.headers.Reason``)."""
    remarks = ArrayField(models.CharField(max_length=120), default=list)
    decision = models.CharField(max_length=1_000, blank=True)
    """What the author was told when it was returned or rejected."""
    received_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cooperative_id", "raw"], name="submission_one_a_mail"),
            models.UniqueConstraint(
                fields=["cooperative_id", "request_key"], name="submission_one_a_form"
            ),
            models.UniqueConstraint(
                fields=["cooperative_id", "ticket"], name="submission_one_a_ticket"
            ),
            models.CheckConstraint(
                condition=~models.Q(state="karantina") | ~models.Q(reason=""),
                name="submission_quarantined_for_a_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["cooperative_id", "state", "-id"], name="submission_desk"),
            models.Index(fields=["cooperative_id", "member", "-id"], name="submission_of_member"),
            models.Index(fields=["cooperative_id", "message_id"], name="submission_by_message"),
            models.Index(fields=["cooperative_id", "article"], name="submission_of_article"),
        ]

    def __str__(self) -> str:
        return self.ticket


class Attachment(Stamped):
    """A picture that came with a submission. Append-only."""

    append_only = True

    submission = TenantKey(Submission)
    picture = TenantKey(Picture)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["cooperative_id", "submission", "picture"], name="attachment_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.submission_id}: {self.picture_id}"


class Question(Stamped):
    """A reader's question: a task of the desk until it is answered."""

    article = TenantKey(Article, null=True)
    request_key = models.CharField(max_length=64)
    ticket = models.CharField(max_length=12)
    name = models.CharField(max_length=120)
    contact = models.CharField(max_length=254)
    words = models.CharField(max_length=2_000)
    asked_at = models.DateTimeField()
    answer = models.CharField(max_length=4_000, blank=True)
    answered_by = models.CharField(max_length=120, blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["cooperative_id", "request_key"], name="question_one_a_form"
            ),
            models.UniqueConstraint(
                fields=["cooperative_id", "ticket"], name="question_one_a_ticket"
            ),
        ]
        indexes = [
            models.Index(
                fields=["cooperative_id", "id"],
                condition=models.Q(answered_at=None),
                name="question_open",
            )
        ]

    def __str__(self) -> str:
        return self.ticket


class Responsible(Stamped):
    """Who answers for what is published (penanggung jawab, UU 40/1999 art. 12): the newest."""

    append_only = True

    name = models.CharField(max_length=120)
    position = models.CharField(max_length=120, blank=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name

"""What ``soko check`` recomputes: what stands on the site, and the mail behind it."""

import hashlib

from sokoguru.kernel.findings import Finding, shown
from sokoguru.newsroom import queries
from sokoguru.newsroom.models import Approval, Article, RawMail, Submission
from sokoguru.newsroom.rules.desk import PUBLIC

CHUNK = 20


def published_as_approved() -> Finding:
    """Every article on the site shows a text that another person approved letter by letter."""
    checked, broken = 0, []
    rows = Article.objects.filter(state__in=[*PUBLIC]).select_related(
        "published", "published__picture"
    )
    for row in rows.order_by("pk").iterator(chunk_size=200):
        checked += 1
        text = row.published
        assert text is not None, "the database refuses a public article without a text"
        hashed = queries.fingerprint(text)
        authors = Submission.objects.filter(article=row).exclude(author_person_id=0)
        makers = {text.editor_person_id, *authors.values_list("author_person_id", flat=True)}
        given = Approval.objects.filter(revision=text, hash=hashed).exclude(person_id__in=makers)
        if text.hash != hashed or not given.exists():
            broken.append(f"{row.slug} (naskah {text.number})")
    return Finding("newsroom.published_as_approved", checked, shown(broken))


def mail_is_as_it_came() -> Finding:
    """Every kept message still has the bytes that its hash was made of."""
    checked, broken = 0, []
    for row in RawMail.objects.order_by("pk").iterator(chunk_size=CHUNK):
        checked += 1
        if hashlib.sha256(bytes(row.content)).digest() != bytes(row.sha256):
            broken.append(f"surat {row.pk}")
    return Finding("newsroom.mail_is_as_it_came", checked, shown(broken))

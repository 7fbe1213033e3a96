"""What everybody sees first: the home, and the source of what runs here."""

import io
import tarfile
from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

import sokoguru
from sokoguru.identity.views import public
from sokoguru.members import queries as members
from sokoguru.newsroom import queries as newsroom
from sokoguru.retail.queries import offers
from sokoguru.site.queries import goods
from sokoguru.ui.views import page

SOURCE = Path(sokoguru.__file__).parent
SHIPPED = {".py", ".html", ".txt", ".css", ".js", ".svg", ".po", ".mo", ".json"}


@require_GET
@public
def home(request: Any) -> HttpResponse:
    """The cooperative's home: its promise, its stories, its goods, how to join."""
    context = {
        "terms": members.terms(),
        "member_count": members.count(),
        "stories": newsroom.published(limit=4),
        "goods": [
            (offer, goods.drawing_of(offer.product.name))
            for offer in offers.shelf(is_member=False)[:4]
        ],
    }
    return page(request, "site/home.html", context)


@require_GET
@public
def source(request: HttpRequest) -> HttpResponse:
    """Where the source of exactly this program is: AGPL-3.0-or-later, section 13."""
    return page(request, "site/source.html", {"version": sokoguru.__version__})


@require_GET
@public
def source_archive(request: HttpRequest) -> HttpResponse:
    """The source that runs here, as one archive."""
    kept = io.BytesIO()
    with tarfile.open(fileobj=kept, mode="w:gz") as archive:
        for path in sorted(SOURCE.rglob("*")):
            if path.is_file() and path.suffix in SHIPPED:
                archive.add(path, arcname=f"sokoguru/{path.relative_to(SOURCE)}", recursive=False)
    name = f"sokoguru-{sokoguru.__version__}.tar.gz"
    return HttpResponse(
        kept.getvalue(),
        content_type="application/gzip",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )

"""Keeping a picture: encoded anew, written beside the database under a name of our own."""

import contextlib
import hashlib
import os
import tempfile
from pathlib import Path

from sokoguru.newsroom import queries
from sokoguru.newsroom.models import Picture
from sokoguru.newsroom.rules.pictures import Encoded, re_encoded
from sokoguru.tenancy.scope import atomic


def keep_picture(*, content: bytes, person_id: int = 0) -> Picture:
    """Take an uploaded picture. Safe to repeat: the same bytes give the same picture.

    Raises ``PictureTooLarge``, ``PictureNotTaken``, ``PictureUnreadable``.
    """
    return store(encoded=re_encoded(content), person_id=person_id)


@atomic
def store(*, encoded: Encoded, person_id: int = 0) -> Picture:
    """Write a picture that is encoded already: the file first, so that no row is without one."""
    digest = hashlib.sha256(encoded.content).digest()
    name = f"{digest.hex()[:32]}.{encoded.extension}"
    _write(queries.picture_file(name), encoded.content)
    picture, _ = Picture.objects.get_or_create(
        name=name,
        defaults={
            "media_type": encoded.media_type,
            "width": encoded.width,
            "height": encoded.height,
            "size": len(encoded.content),
            "sha256": digest,
            "by_person_id": person_id,
        },
    )
    return picture


def _write(target: Path, content: bytes) -> None:
    """Whole or not at all: a new file is renamed into place once it is on the disk."""
    if target.exists() and target.stat().st_size == len(content):
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".new-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(target)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise

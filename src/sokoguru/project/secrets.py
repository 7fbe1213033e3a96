"""The secret key of an installation: made once, kept in the data folder, read by its owner only."""

import contextlib
import os
import secrets
from pathlib import Path

from sokoguru.project.data_folder import to_disk
from sokoguru.project.errors import SecretLost

SHORTEST = 40


def secret_key(data: Path) -> str:
    """The key in ``data/secret_key``, made on first use; of two who make it, one wins.

    A damaged file is refused, never replaced: what was signed or sealed with the key would be lost.
    """
    path = data / "secret_key"
    if not path.exists():
        _make(path)
    try:
        key = path.read_text().strip()
    except (OSError, UnicodeDecodeError) as error:
        raise SecretLost(file=str(path)) from error
    if len(key) < SHORTEST:
        raise SecretLost(file=str(path))
    return key


def _make(path: Path) -> None:
    draft = path.with_name(f"secret_key.{os.getpid()}.tmp")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(secrets.token_urlsafe(48) + "\n")
        file.flush()
        os.fsync(file.fileno())
    with contextlib.suppress(FileExistsError):  # another command was first: its key counts
        os.link(draft, path)
    draft.unlink()
    to_disk(path.parent)

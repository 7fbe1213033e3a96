"""The folder that holds everything of one installation, and the system user that serves from it.

What stood there before is never opened wider: a folder that is closed to the server's user is
refused, by name.
"""

import contextlib
import fcntl
import json
import os
import pwd
import shutil
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from sokoguru.project.errors import (
    FolderClosed,
    FolderNameUnfit,
    FolderOfAnother,
    FolderUnusable,
    SystemUserMissing,
)

SYSTEM_USER = "soko"
SOCKET = "postgres/run/.s.PGSQL.5432"
SOCKET_PATH_BYTES_MAX = 100  # the system itself stops at 103 to 107


def default_data_folder() -> Path:
    """``SOKO_DATA``; else a place that fits who we are."""
    if named := os.environ.get("SOKO_DATA"):
        return Path(named)
    if os.geteuid() == 0:
        return Path("/var/lib/sokoguru")
    return Path.home() / ".local/share/sokoguru"


def check_name(data: Path) -> None:
    """Refuse what a client of PostgreSQL could not name: a long path, or a list of two."""
    length = len(os.fsencode(data / SOCKET))
    if length > SOCKET_PATH_BYTES_MAX:
        over = length - SOCKET_PATH_BYTES_MAX
        raise FolderNameUnfit(folder=str(data), problem="too_long", bytes_over=over)
    if "," in str(data):
        raise FolderNameUnfit(folder=str(data), problem="comma")


def make_folder(data: Path, user: pwd.struct_passwd | None) -> None:
    """Make what is missing of the path, for us alone; never change what stood there."""
    if user and (closed := closed_to(user, data.parents)):
        raise FolderClosed(folder=str(data), closed=str(closed), user=user.pw_name)
    try:
        for path in reversed([data, *data.parents]):
            with contextlib.suppress(FileExistsError, IsADirectoryError):
                path.mkdir()
                path.chmod(0o711 if user else 0o700)
        if (owner := data.stat().st_uid) != os.geteuid():
            raise FolderOfAnother(folder=str(data), owner=_name_of(owner))
        (data / "start.lock").touch(0o600)
    except OSError as error:
        raise FolderUnusable(folder=str(data), reason=error.strerror or str(error)) from error
    if user and closed_to(user, [data]):
        raise FolderClosed(folder=str(data), closed=str(data), user=user.pw_name)


def _name_of(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)


def closed_to(user: pwd.struct_passwd, folders: Iterable[Path]) -> Path | None:
    """The outermost of these folders that the user may not pass, if any."""
    for path in sorted(folders):
        if path.is_dir() and not may(user, path.stat(), 1):
            return path
    return None


def may(user: pwd.struct_passwd, about: os.stat_result, bits: int) -> bool:
    """Whether the permission bits (4 read, 1 pass or execute) are given to this user."""
    if about.st_uid == user.pw_uid:
        bits <<= 6
    elif about.st_gid == user.pw_gid:
        bits <<= 3
    return about.st_mode & bits == bits


def system_user() -> pwd.struct_passwd:
    """The user that runs the server where we are root: without a password, a home or a shell."""
    reason = ""
    with contextlib.suppress(KeyError):
        return _not_root(pwd.getpwnam(SYSTEM_USER))
    program = shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin:/bin")
    if program:
        nowhere = ["--no-create-home", "--home-dir", "/nonexistent", "--shell", "/usr/sbin/nologin"]
        made = subprocess.run(  # noqa: S603 (fixed arguments)
            [program, "--system", *nowhere, SYSTEM_USER],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
        )
        reason = made.stderr.decode(errors="replace").strip()
    with contextlib.suppress(KeyError):  # another command may have made it meanwhile
        return _not_root(pwd.getpwnam(SYSTEM_USER))
    raise SystemUserMissing(user=SYSTEM_USER, reason=reason or "useradd")


def _not_root(user: pwd.struct_passwd) -> pwd.struct_passwd:
    if user.pw_uid == 0:
        raise SystemUserMissing(user=SYSTEM_USER, reason="uid 0")
    return user


@contextmanager
def open_lock(path: Path) -> Iterator[int]:
    """A file to hold by ``flock``; children do not inherit it, a killed process lets go of it."""
    lock = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        yield lock
    finally:
        os.close(lock)


@contextmanager
def alone(data: Path) -> Iterator[None]:
    """Of all commands on this folder, only one looks, starts or stops at a time."""
    with open_lock(data / "start.lock") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def write_privately(path: Path, passwords: Mapping[str, str]) -> None:
    """Write the whole file or none of it, readable by its owner only."""
    draft = path.with_suffix(".tmp")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump(passwords, file)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def to_disk(folder: Path) -> None:
    """Let the names in this folder survive a power cut."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)

"""What the embedded PostgreSQL refuses, with its facts, and that nothing was changed."""

import os
import pwd
import stat
from pathlib import Path

import pytest

from sokoguru.project import embedded, errors
from sokoguru.project.embedded import default_data_folder, running

ROOT = os.geteuid() == 0
as_root = pytest.mark.skipif(not ROOT, reason="a plain user's server runs as that same user")


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture
def hollow(short: Path, request: pytest.FixtureRequest) -> Path:
    """A data folder with the first page of its tables only."""
    data = short / f"h{abs(hash(request.node.name))}"
    (data / "postgres/pg").mkdir(parents=True)
    data.chmod(0o711)
    (data / "postgres/pg/PG_VERSION").write_text("18\n")
    return data


def refused(data: Path, kind: type[errors.EmbeddedRefused], **settings: str) -> dict[str, object]:
    with pytest.raises(kind) as caught, running(data, settings=settings):
        pass
    return dict(caught.value.facts)


def test_a_path_too_long_for_a_socket_is_refused_and_not_made(short):
    data = short / ("n" * 100)
    facts = refused(data, errors.FolderNameUnfit)
    over = len(f"{data}/postgres/run/.s.PGSQL.5432") - 100
    assert facts == {"folder": str(data), "problem": "too_long", "bytes_over": over}
    assert not data.exists()


def test_a_comma_in_the_path_is_refused_and_not_made(short):
    facts = refused(short / "a,b", errors.FolderNameUnfit)
    assert facts == {"folder": str(short / "a,b"), "problem": "comma"}
    assert not (short / "a,b").exists()


@as_root
def test_a_closed_parent_is_refused_and_not_opened(short):
    closed = short / "closed"
    closed.mkdir(0o700)
    facts = refused(closed / "a" / "b", errors.FolderClosed)
    assert facts == {"folder": str(closed / "a" / "b"), "closed": str(closed), "user": "soko"}
    assert mode(closed) == 0o700
    assert list(closed.iterdir()) == []


@as_root
def test_a_closed_data_folder_is_refused_and_not_opened(short):
    closed = short / "shut"
    closed.mkdir(0o700)
    facts = refused(closed, errors.FolderClosed)
    assert facts == {"folder": str(closed), "closed": str(closed), "user": "soko"}
    assert mode(closed) == 0o700


@as_root
def test_the_folder_of_another_user_is_refused_and_left_alone(short):
    folder = short / "theirs"
    folder.mkdir()
    os.chown(folder, pwd.getpwnam("nobody").pw_uid, -1)
    facts = refused(folder, errors.FolderOfAnother)
    assert facts == {"folder": str(folder), "owner": "nobody"}
    assert list(folder.iterdir()) == []


def test_a_file_in_the_place_of_the_folder_is_refused(short):
    (short / "file").write_text("letter")
    assert refused(short / "file", errors.FolderUnusable)["folder"] == str(short / "file")
    assert refused(short / "file" / "d", errors.FolderUnusable)["reason"] == "Not a directory"
    assert (short / "file").read_text() == "letter"


def test_tables_of_another_version_are_refused(hollow):
    (hollow / "postgres/pg/PG_VERSION").write_text("17\n")
    facts = refused(hollow, errors.OtherVersion)
    assert facts == {"folder": str(hollow / "postgres/pg"), "stored": "17", "ours": "18"}


@pytest.mark.parametrize("content", ["", "[]", '{"soko_owner": "x"}'])
def test_tables_without_their_passwords_are_refused_and_kept(hollow, content):
    (hollow / "owner.json").write_text(content)
    assert refused(hollow, errors.PasswordsLost) == {"file": str(hollow / "owner.json")}
    assert (hollow / "owner.json").read_text() == content
    assert (hollow / "postgres/pg/PG_VERSION").exists()


def test_a_setting_that_postgresql_refuses_is_told_in_its_words(made):
    facts = refused(made, errors.ServerFailed, shared_buffers="a lot; touch /tmp/x")
    assert facts["step"] == "pg_ctl start"
    assert 'invalid value for parameter "shared_buffers"' in str(facts["reason"])


def test_an_installation_without_the_wheel_is_refused(short, monkeypatch):
    monkeypatch.setattr(embedded, "WHEEL", "no-such-wheel")
    assert refused(short / "none", errors.ServerMissing) == {"wheel": "no-such-wheel"}


def test_a_system_user_that_cannot_be_made_is_refused(short, monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr("sokoguru.project.data_folder.SYSTEM_USER", "no:such")
    facts = refused(short / "userless", errors.SystemUserMissing)
    assert facts["user"] == "no:such"
    assert "no:such" in str(facts["reason"]) or not ROOT
    assert not (short / "userless").exists()


def test_every_refusal_has_its_words():
    words = Path(embedded.__file__).parent / "templates/project/refusals.txt"
    for kind in errors.EmbeddedRefused.__subclasses__():
        assert f'code == "{kind.code}"' in words.read_text()


def test_the_data_lies_where_it_fits_unless_a_place_is_named(monkeypatch):
    monkeypatch.delenv("SOKO_DATA", raising=False)
    home = Path.home() / ".local/share/sokoguru"
    assert default_data_folder() == (Path("/var/lib/sokoguru") if ROOT else home)
    monkeypatch.setenv("SOKO_DATA", "/srv/koperasi")
    assert default_data_folder() == Path("/srv/koperasi")

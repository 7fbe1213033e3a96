"""Pictures from outside: what is taken, what is refused unopened, and what is left of them."""

import io
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

import sokoguru
from sokoguru.kernel.refusals import Refused
from sokoguru.newsroom import queries
from sokoguru.newsroom.actions import pictures
from sokoguru.newsroom.errors import PictureNotTaken, PictureTooLarge, PictureUnreadable
from sokoguru.newsroom.models import Picture
from sokoguru.newsroom.rules.pictures import BYTES_MAX, EDGE_MAX, Kind, kind_of, re_encoded, size_of
from tests.cast import Cast
from tests.newsroom.letters import photo, png_bomb

WEBP_OF_16383 = (
    b"RIFF\x1e\0\0\0WEBPVP8X\x0a\0\0\0\x10\0\0\0" + (16_382).to_bytes(3, "little") * 2 + b"\0" * 8
)


def saved(image: Image.Image, kind: str, **options: object) -> bytes:
    """A picture as some program writes it."""
    target = io.BytesIO()
    image.save(target, kind, **options)  # type: ignore[arg-type]
    return target.getvalue()


@pytest.mark.parametrize("kind", Kind)
def test_each_kind_is_known_and_measured_by_its_own_bytes(kind: Kind) -> None:
    content = photo(64, 48, kind=kind.value)
    assert kind_of(content) is kind
    assert size_of(content, kind) == (64, 48)


@pytest.mark.parametrize(
    "options",
    [{"lossless": True}, {"quality": 80}, {"quality": 80, "exif": b"Exif\0\0MM\0*\0\0\0\x08\0\0"}],
)
def test_each_kind_of_webp_is_measured(options: dict[str, object]) -> None:
    assert size_of(saved(Image.new("RGB", (301, 77)), "WEBP", **options), Kind.WEBP) == (301, 77)


def test_nothing_of_the_origin_is_left() -> None:
    made = re_encoded(photo(300, 200))
    assert b"rahasia" not in made.content
    with Image.open(io.BytesIO(made.content)) as found:
        assert (found.format, found.size, dict(found.getexif())) == ("JPEG", (300, 200), {})


def test_a_picture_lies_as_the_camera_was_held() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    made = re_encoded(saved(Image.new("RGB", (300, 200)), "JPEG", exif=exif.tobytes()))
    assert (made.width, made.height) == (200, 300)


def test_what_is_clear_stays_clear() -> None:
    made = re_encoded(saved(Image.new("RGBA", (40, 30), (0, 0, 0, 0)), "PNG"))
    assert (made.media_type, made.extension) == ("image/webp", "webp")
    with Image.open(io.BytesIO(made.content)) as found:
        assert found.convert("RGBA").getpixel((0, 0))[3] == 0  # type: ignore[index]


def test_a_large_picture_becomes_one_for_a_page() -> None:
    made = re_encoded(photo(4_000, 3_000))
    assert (made.width, made.height) == (EDGE_MAX, 1_200)


@pytest.mark.parametrize(
    ("content", "refused"),
    [
        (b"GIF89a" + b"\0" * 100, PictureNotTaken),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", PictureNotTaken),
        (b"%!PS-Adobe", PictureNotTaken),
        (b"", PictureNotTaken),
        (b"\xff\xd8\xff", PictureUnreadable),
        (b"\x89PNG\r\n\x1a\n", PictureUnreadable),
        (b"RIFF\0\0\0\0WEBP", PictureUnreadable),
        (photo()[:-400], PictureUnreadable),
        (b"\x89PNG\r\n\x1a\n" + photo(), PictureTooLarge),
        (png_bomb(), PictureTooLarge),
        (png_bomb(1, 25_000_001), PictureTooLarge),
        (WEBP_OF_16383, PictureTooLarge),
        (b"\xff\xd8\xff" + b"\0" * BYTES_MAX, PictureTooLarge),
    ],
)
def test_what_is_no_picture_for_us_is_refused(content: bytes, refused: type[Refused]) -> None:
    with pytest.raises(refused):
        re_encoded(content)


@given(
    st.sampled_from([photo(), photo(kind="PNG"), photo(kind="WEBP")]),
    st.integers(0, 300),
    st.binary(min_size=1, max_size=8),
)
@settings(deadline=None, max_examples=150)
def test_damaged_bytes_are_a_picture_or_a_refusal(content: bytes, at: int, junk: bytes) -> None:
    damaged = content[:at] + junk + content[at + len(junk) :]
    try:
        made = re_encoded(damaged)
    except Refused:
        return
    assert made.width <= EDGE_MAX
    assert made.height <= EDGE_MAX


def test_a_bomb_is_refused_within_256_megabytes(tmp_path: Path) -> None:
    (tmp_path / "bomb.png").write_bytes(png_bomb())
    script = (
        "import resource, sys\n"
        "resource.setrlimit(resource.RLIMIT_AS, (256 * 2**20,) * 2)\n"
        "from sokoguru.newsroom.rules.pictures import re_encoded\n"
        "from sokoguru.newsroom.errors import PictureTooLarge\n"
        "try:\n    re_encoded(open(sys.argv[1], 'rb').read())\n"
        "except PictureTooLarge as refused:\n    print(refused.facts['found'])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path / "bomb.png")],
        capture_output=True,
        env={"PYTHONPATH": str(Path(sokoguru.__file__).parent.parent)},
        check=True,
    )
    assert int(done.stdout) == 169_000_000


def test_a_kept_picture_has_a_name_of_ours_and_stands_once(cast: Cast) -> None:
    first = pictures.keep_picture(content=photo(), person_id=7)
    again = pictures.keep_picture(content=photo(), person_id=8)
    assert (first.pk, Picture.objects.count()) == (again.pk, 1)
    file = queries.picture_file(first.name)
    assert (file.stat().st_size, file.parent.name) == (first.size, str(cast.cooperative.pk))
    assert [each.name for each in file.parent.iterdir()] == [first.name]

"""Pictures from outside: known by their first bytes, measured before they are opened, made anew.

What is stored is never what was sent: the pixels are encoded again, so that EXIF (places, faces,
devices), hidden archives and broken streams stay outside.
"""

import io
import struct
from dataclasses import dataclass
from enum import StrEnum

from PIL import Image, ImageOps

from sokoguru.newsroom.errors import PictureNotTaken, PictureTooLarge, PictureUnreadable

PIXELS_MAX = 25_000_000
BYTES_MAX = 8 * 1024 * 1024
EDGE_MAX = 1_600
"""The longest edge of what is stored: wide enough for any page and any network."""
QUALITY = 82

_JPEG_SIZES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


class Kind(StrEnum):
    """What we take, named as Pillow names it."""

    JPEG = "JPEG"
    PNG = "PNG"
    WEBP = "WEBP"


@dataclass(frozen=True, slots=True)
class Encoded:
    """A picture as it is stored."""

    content: bytes
    media_type: str
    width: int
    height: int

    @property
    def extension(self) -> str:
        """``jpg`` or ``webp``."""
        return {"image/jpeg": "jpg", "image/webp": "webp"}[self.media_type]


def kind_of(content: bytes) -> Kind | None:
    """What the first bytes say it is; names and declared types are not asked."""
    if content.startswith(b"\xff\xd8\xff"):
        return Kind.JPEG
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return Kind.PNG
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return Kind.WEBP
    return None


def size_of(content: bytes, kind: Kind) -> tuple[int, int]:
    """Width and height as the header tells them, before any decoder sees the picture."""
    try:
        match kind:
            case Kind.PNG:
                return struct.unpack(">II", content[16:24])
            case Kind.JPEG:
                return _jpeg_size(content)
            case Kind.WEBP:
                return _webp_size(content)
    except (struct.error, IndexError):
        raise PictureUnreadable() from None


def check_size(content: bytes) -> Kind:
    """Refuse what is too large to be opened: by bytes, then by the pixels of its header."""
    if len(content) > BYTES_MAX:
        raise PictureTooLarge(unit="bytes", found=len(content), bound=BYTES_MAX)
    kind = kind_of(content)
    if kind is None:
        raise PictureNotTaken()
    width, height = size_of(content, kind)
    if not width or not height:
        raise PictureUnreadable()
    if width * height > PIXELS_MAX:
        raise PictureTooLarge(unit="pixels", found=width * height, bound=PIXELS_MAX)
    return kind


def re_encoded(content: bytes) -> Encoded:
    """The picture made anew: upright, at most ``EDGE_MAX`` wide, without a word about its origin.

    JPEG where it is opaque, WEBP where it is not; of an animation the first picture.
    """
    kind = check_size(content)
    try:
        with Image.open(io.BytesIO(content), formats=[kind.value]) as opened:
            if opened.width * opened.height > PIXELS_MAX:
                found = opened.width * opened.height
                raise PictureTooLarge(unit="pixels", found=found, bound=PIXELS_MAX)
            opened.draft("RGB", (EDGE_MAX, EDGE_MAX))
            opened.thumbnail((EDGE_MAX, EDGE_MAX))
            upright = ImageOps.exif_transpose(opened)
            return _encoded(upright)
    except PictureTooLarge:
        raise
    except Exception as problem:  # decoders raise anything at all on hostile bytes
        raise PictureUnreadable() from problem


def _encoded(image: Image.Image) -> Encoded:
    is_clear = image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info
    pixels = image.convert("RGBA" if is_clear else "RGB")
    plain = Image.new(pixels.mode, pixels.size)  # takes no info, no profile, no EXIF along
    plain.paste(pixels)
    target = io.BytesIO()
    if is_clear:
        plain.save(target, "WEBP", quality=QUALITY, method=4)
        return Encoded(target.getvalue(), "image/webp", *plain.size)
    plain.save(target, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    return Encoded(target.getvalue(), "image/jpeg", *plain.size)


def _jpeg_size(content: bytes) -> tuple[int, int]:
    """The frame header (ITU T.81 B.2.2), found by walking the segments before it."""
    place = 2
    while content[place] == 0xFF:
        marker = content[place + 1]
        if marker == 0xFF:
            place += 1
            continue
        if marker in _JPEG_SIZES:
            height, width = struct.unpack(">HH", content[place + 5 : place + 9])
            return width, height
        place += 2 + int(struct.unpack(">H", content[place + 2 : place + 4])[0])
    raise IndexError(place)


def _webp_size(content: bytes) -> tuple[int, int]:
    """The first chunk (RFC 9649): extended, lossless or lossy."""
    chunk = content[12:16]
    if chunk == b"VP8X":
        width = int.from_bytes(content[24:27], "little") + 1
        return width, int.from_bytes(content[27:30], "little") + 1
    if chunk == b"VP8L":
        (bits,) = struct.unpack("<I", content[21:25])
        return (bits & 0x3FFF) + 1, ((bits >> 14) & 0x3FFF) + 1
    if chunk == b"VP8 ":
        width, height = struct.unpack("<HH", content[26:30])
        return width & 0x3FFF, height & 0x3FFF
    raise IndexError(12)

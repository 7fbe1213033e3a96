"""A corpus of mail, made by code: good letters, and a dozen kinds of hostile ones."""

import base64
import io
import struct
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from email.message import EmailMessage
from functools import cache

from PIL import Image

from sokoguru.newsroom.rules.desk import State
from sokoguru.newsroom.rules.headers import Reason, Remark

SITI = "siti@contoh.example"
BODY = "Pukul empat, sebelum subuh, Bu Wati sudah meniup tungku.\n\n" + "Nira tidak menunggu. " * 30


def letter(
    *,
    sender: str = f"Siti <{SITI}>",
    subject: str = "Nira pagi",
    body: str = BODY,
    **headers: str,
) -> EmailMessage:
    """A letter in good order; further headers by keyword, ``_`` for ``-``."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, "redaksi@x.example", subject
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(body)
    return message


def raw(message: EmailMessage) -> bytes:
    """As it travels: CRLF."""
    return message.as_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def head(*lines: str, sender: str = f"Siti <{SITI}>") -> bytes:
    """A hand-made head, for what the library would not write."""
    return "\r\n".join((f"From: {sender}", "Subject: Nira pagi", *lines, "", "")).encode()


def photo(width: int = 64, height: int = 48, *, kind: str = "JPEG") -> bytes:
    """A small picture; a JPEG carries an EXIF place."""
    image, target = Image.new("RGB", (width, height), "#ae7807"), io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "rahasia: rumah Siti"
    image.save(target, kind, **({"exif": exif.tobytes()} if kind == "JPEG" else {}))
    return target.getvalue()


def png_bomb(width: int = 13_000, height: int = 13_000) -> bytes:
    """A one-bit PNG of many pixels in few bytes, valid to its end."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        summed = struct.pack(">I", zlib.crc32(kind + content))
        return struct.pack(">I", len(content)) + kind + content + summed

    rows = zlib.compress((b"\0" + b"\0" * -(-width // 8)) * height, 9)
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def deep(levels: int) -> bytes:
    """A multipart in a multipart in a multipart."""
    opening = [f"Content-Type: multipart/mixed; boundary=b{n}\r\n\r\n--b{n}" for n in range(levels)]
    closing = [f"--b{n}--" for n in reversed(range(levels))]
    inner = "Content-Type: text/plain\r\n\r\nHalo\r\n"
    return head("MIME-Version: 1.0")[:-2] + "\r\n".join((*opening, inner, *closing)).encode()


def many_parts(count: int) -> bytes:
    """A flat multipart of many small parts."""
    part = "--b\r\nContent-Type: text/plain\r\n\r\nHalo\r\n"
    whole = "Content-Type: multipart/mixed; boundary=b\r\n\r\n" + part * count + "--b--\r\n"
    return head("MIME-Version: 1.0")[:-2] + whole.encode()


def with_picture(content: bytes, name: str = "foto.jpg", kind: str = "jpeg") -> bytes:
    """A letter with a picture attached."""
    message = letter()
    message.add_attachment(content, maintype="image", subtype=kind, filename=name)
    return raw(message)


def html_only(html: str) -> bytes:
    """A letter without a plain part."""
    message = letter()
    message.set_content(html, subtype="html")
    return raw(message)


def encoded_body(content: bytes, charset: str) -> bytes:
    """A body in whatever bytes, under whatever name."""
    return (
        head(
            "MIME-Version: 1.0",
            f'Content-Type: text/plain; charset="{charset}"',
            "Content-Transfer-Encoding: base64",
        )
        + base64.encodebytes(content).replace(b"\n", b"\r\n")
    )  # fmt: skip


@dataclass(frozen=True)
class Case:
    """One letter of the corpus, and what must become of it."""

    name: str
    make: Callable[[], bytes]
    state: State = State.RECEIVED
    reason: str = ""
    remarks: frozenset[str] = field(default_factory=frozenset)
    mail_from: str = SITI
    answered: bool = True
    """Whether its sender is told at once that it arrived."""
    text: str | None = None

    @property
    def content(self) -> bytes:
        """Its bytes, unlike those of every other case; the same each time."""
        return _contents(self)


@cache
def _contents(case: Case) -> bytes:
    return f"X-Kasus: {case.name}\r\n".encode() + case.make()


def _odd(name: str, make: Callable[[], bytes], reason: Reason, **more: object) -> Case:
    return Case(name, make, State.QUARANTINED, reason.value, answered=False, **more)  # type: ignore[arg-type]


CASES = (
    Case("baik", lambda: raw(letter())),
    Case("judul berubrik", lambda: raw(letter(subject="Re: [Esai] Nira pagi"))),
    Case(
        "nama bersandi",
        lambda: raw(letter(sender="=?utf-8?b?U2l0aSDwn4y0?= <siti@contoh.example>")),
    ),
    _odd(
        "dua pengirim",
        lambda: b"From: Budi <budi@x.example>\r\n" + head() + b"Halo",
        Reason.MANY_SENDERS,
    ),
    _odd(
        "dua alamat dalam satu pengirim",
        lambda: head(sender=f"Siti <{SITI}>, Budi <budi@x.example>") + b"Halo",
        Reason.MANY_SENDERS,
    ),
    _odd("pengirim tanpa alamat", lambda: head(sender="Siti") + b"Halo", Reason.NO_SENDER),
    _odd("tanpa pengirim", lambda: b"Subject: Halo\r\n\r\nHalo", Reason.NO_SENDER),
    Case(
        "nama menyamar sebagai alamat",
        lambda: raw(letter(sender='"ketua@koperasi.example" <penipu@x.example>')),
        remarks=frozenset({Remark.NAME_SHOWS_ADDRESS}),
        mail_from="penipu@x.example",
    ),
    Case(
        "nama anggota dari alamat lain",
        lambda: raw(letter(sender="Siti <penipu@x.example>")),
        remarks=frozenset({Remark.NAME_OF_MEMBER}),
        mail_from="penipu@x.example",
    ),
    Case(
        "amplop dari orang lain",
        lambda: raw(letter()),
        remarks=frozenset({Remark.SENDER_DIFFERS}),
        mail_from="penipu@x.example",
        answered=False,
    ),
    Case(
        "hasil pemeriksaan palsu",
        lambda: raw(letter(Authentication_Results="mx.koperasi.example; dmarc=pass; spf=pass")),
        remarks=frozenset({Remark.CLAIMED_CHECKS}),
    ),
    Case(
        "jawab ke tempat lain",
        lambda: raw(letter(Reply_To="penipu@x.example")),
        remarks=frozenset({Remark.REPLY_ELSEWHERE}),
    ),
    _odd("pantulan", lambda: raw(letter()), Reason.BOUNCE, mail_from=""),
    _odd(
        "laporan pengiriman",
        lambda: head("MIME-Version: 1.0", "Content-Type: multipart/report; boundary=b")
        + b"--b\r\n\r\nGagal\r\n--b--\r\n",
        Reason.BOUNCE,
    ),
    _odd("jawaban otomatis", lambda: raw(letter(Auto_Submitted="auto-replied")), Reason.AUTOMATIC),
    _odd("sedang cuti", lambda: raw(letter(X_Autoreply="yes")), Reason.AUTOMATIC),
    _odd("kantor pos", lambda: raw(letter(sender="MAILER-DAEMON@x.example")), Reason.AUTOMATIC),
    _odd("milis", lambda: raw(letter(List_Id="<warga.x.example>")), Reason.LIST),
    _odd("edaran", lambda: raw(letter(Precedence="bulk")), Reason.LIST),
    Case(
        "mesin minta tidak dijawab",
        lambda: raw(letter(X_Auto_Response_Suppress="All")),
        answered=False,
    ),
    _odd("kami sendiri", lambda: raw(letter(sender="redaksi@lestari.localhost")), Reason.OURSELVES),
    _odd(
        "berputar",
        lambda: b"Received: from a by b\r\n" * 40 + head() + b"Halo",
        Reason.LOOP,
    ),
    _odd("3.000 lapis", lambda: deep(3_000), Reason.TOO_DEEP),
    _odd("20 lapis", lambda: deep(20), Reason.TOO_DEEP),
    _odd("5.000 bagian", lambda: many_parts(5_000), Reason.TOO_MANY_PARTS),
    Case(
        "rangkaian tak tertutup",
        lambda: head("MIME-Version: 1.0", "Content-Type: multipart/mixed; boundary=b")
        + b"Halo juga",
        remarks=frozenset({Remark.BROKEN}),
        text="Halo juga",
    ),
    Case(
        "aksara tak dikenal",
        lambda: encoded_body("Kopi kami é".encode(), "x-entah"),
        remarks=frozenset({Remark.CHARSET}),
        text="Kopi kami é",
    ),
    Case(
        "aksara berbohong",
        lambda: encoded_body(b"Kopi kami \xe9\xff", "utf-8"),
        remarks=frozenset({Remark.CHARSET}),
        text="Kopi kami éÿ",
    ),
    Case(
        "sandi yang bukan aksara",
        lambda: encoded_body(b"Kopi kami", "unicode_escape"),
        remarks=frozenset({Remark.CHARSET}),
        text="Kopi kami",
    ),
    Case(
        "NUL dan tanda kendali",
        lambda: encoded_body(b"Kopi\0 kami\x07\x1b[31m", "utf-8"),
        remarks=frozenset({Remark.NUL}),
        text="Kopi kami[31m",
    ),
    Case(
        "kepala sangat panjang",
        lambda: head(*(f"X-Isi: {'a' * 900}\r\n {'b' * 900}" for _ in range(500))) + b"Halo",
        text="Halo",
    ),
    Case(
        "judul tak berujung",
        lambda: b"From: Siti <siti@contoh.example>\r\nSubject: " + b"=?utf-8?q?=00a?= " * 100
        + b"\r\n " + b"b" * 900 + b"\r\n\r\nHalo",
        text="Halo",
    ),
    Case(
        "hanya HTML",
        lambda: html_only("<h1>Nira</h1><p onclick=x()>Pagi <b>buta</b></p><script>jahat()</script>"
                          "<style>p{}</style><img src=http://lacak.example/1.gif>"),
        remarks=frozenset({Remark.HTML_ONLY}),
        text="## Nira\n\nPagi buta",
    ),
    _odd("HTML tanpa kata", lambda: html_only("<img src=x onerror=alert(1)>"), Reason.NO_TEXT),
    _odd("kosong", lambda: raw(letter(body=" ")), Reason.NO_TEXT),
    _odd("terlalu panjang", lambda: raw(letter(body="kata " * 20_000)), Reason.LONG_TEXT),
    Case("dengan foto", lambda: with_picture(photo())),
    Case(
        "foto yang bukan foto",
        lambda: with_picture(b"MZ\x90\0 program", "foto.jpg"),
        remarks=frozenset({f"{Remark.ATTACHMENT_LEFT}:foto.jpg"}),
    ),
    Case(
        "foto peledak",
        lambda: with_picture(png_bomb(), "besar.png", "png"),
        remarks=frozenset({f"{Remark.PICTURE_LEFT}:besar.png"}),
    ),
    Case(
        "foto terpotong",
        lambda: with_picture(photo(400, 300)[:700]),
        remarks=frozenset({f"{Remark.PICTURE_LEFT}:foto.jpg"}),
    ),
)  # fmt: skip

"""``soko up``: create, migrate, serve, work, until told to stop."""

from argparse import ArgumentParser, ArgumentTypeError

from sokoguru.project.command import Command, Needs, Say


def add_arguments(parser: ArgumentParser, say: Say) -> None:
    words = say("isi koperasi contoh bila masih kosong", "fill in the example cooperative if empty")
    parser.add_argument("--demo", action="store_true", help=words)
    words = say(
        "alamat mesin ini untuk dilayani (baku: %(default)s)",
        "address of this machine to serve on (default: %(default)s)",
    )
    parser.add_argument("--host", default="127.0.0.1", help=words)
    words = say(
        "nomor port (tanpa ini: SOKO_PORT; lalu 8000, atau yang berikut bila terpakai)",
        "port number (else SOKO_PORT; else 8000, or the next free one)",
    )
    parser.add_argument("--port", type=port, metavar="PORT", help=words)


def port(typed: str) -> int:
    """A port that can be asked for."""
    if not typed.isdecimal() or not 1 <= int(typed) <= 65_535:
        raise ArgumentTypeError(f"{typed!r}: 1 … 65535")
    return int(typed)


COMMAND = Command(
    name="up",
    help=(
        "Menyiapkan folder data, melayani halaman, dan menjalankan pekerjaan latar. Aman diulang; "
        "berhenti dengan Ctrl-C.",
        "Set up the data folder, serve the pages and do the background work. Safe to repeat; "
        "stop it with Ctrl-C.",
    ),
    needs=Needs.OWNER,
    add_arguments=add_arguments,
    stops=True,
)

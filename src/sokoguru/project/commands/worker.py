"""``soko worker``: the background work of one cell, or of all."""

from argparse import ArgumentParser

from sokoguru.project.command import Command, Needs, Say


def add_arguments(parser: ArgumentParser, say: Say) -> None:
    parser.add_argument("cells", nargs="*", metavar=say("SEL", "CELL"),
                        help=say("nama sel, misalnya cell_001 (tanpa ini: semua)",
                                 "name of a cell, such as cell_001 (else all)"))  # fmt: skip


COMMAND = Command(
    name="worker",
    help=(
        "Menjalankan pekerjaan latar sebuah sel sampai dihentikan (termasuk dalam 'soko up').",
        "Do the background work of a cell until told to stop ('soko up' includes it).",
    ),
    needs=Needs.DATABASE,
    add_arguments=add_arguments,
    stops=True,
)

"""``soko doctor``: whether this installation is fit to keep books."""

from argparse import ArgumentParser

from sokoguru.project.command import Command, Needs, Say


def add_arguments(parser: ArgumentParser, say: Say) -> None:
    parser.add_argument("--json", action="store_true",
                        help=say("hasil sebagai JSON", "print the result as JSON"))  # fmt: skip


COMMAND = Command(
    name="doctor",
    help=(
        "Memeriksa pemasangan ini: versi, migrasi, ketahanan data, ruang simpan, jam, pekerja.",
        "Look over this installation: versions, migrations, durability, disk, clock, worker.",
    ),
    needs=Needs.DATABASE,
    add_arguments=add_arguments,
)

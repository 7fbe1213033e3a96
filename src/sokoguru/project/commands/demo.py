"""``soko demo``: the example cooperative, through the same actions that people use."""

from argparse import ArgumentParser

from sokoguru.project.command import Command, Needs, Say

DEMO = "sokoguru.project.demo"
SIZES = ("village", "people")
"""Each is a function of that module."""


def add_arguments(parser: ArgumentParser, say: Say) -> None:
    parser.add_argument("--size", choices=SIZES, default=SIZES[0],
                        help=say("seberapa besar (baku: %(default)s)",
                                 "how large (default: %(default)s)"))  # fmt: skip


COMMAND = Command(
    name="demo",
    help=(
        "Mengisi basis data kosong dengan koperasi contoh; tidak pernah di tempat data sebenarnya.",
        "Fill an empty database with the example cooperative; never where real data is.",
    ),
    needs=Needs.OWNER,
    add_arguments=add_arguments,
    part=DEMO,
)

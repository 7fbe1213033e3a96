"""``soko tour``: the golden thread once, against a server and examples of its own."""

from argparse import ArgumentParser

from sokoguru.project.command import Command, Needs, Say

TOUR = "sokoguru.project.tour.thread"


def add_arguments(parser: ArgumentParser, say: Say) -> None:
    parser.add_argument("--json", action="store_true",
                        help=say("hasil sebagai JSON", "print the result as JSON"))  # fmt: skip


COMMAND = Command(
    name="tour",
    help=(
        "Menempuh seluruh lingkaran sekali, dari cerita sampai SHU, dan mencocokkan setiap rupiah.",
        "Walk the whole circle once, from story to SHU, and compare every rupiah.",
    ),
    needs=Needs.DJANGO,
    add_arguments=add_arguments,
    part=TOUR,
)

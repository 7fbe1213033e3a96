"""``soko manage``: Django's own commands."""

import os
import warnings

from django.core.management import execute_from_command_line

from sokoguru.project.command import Call
from sokoguru.project.embedded import programs


def run(call: Call) -> int:
    """What Django's command does; ``dbshell`` finds the ``psql`` that we bring."""
    if brought := programs():
        os.environ["PATH"] = os.pathsep.join([os.environ.get("PATH", ""), str(brought)])
    warnings.filterwarnings("ignore", "Got an error checking a consistent migration history")
    execute_from_command_line(["soko manage", *call.arguments.rest])
    return 0

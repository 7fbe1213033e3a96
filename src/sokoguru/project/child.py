"""A process of ``soko up`` that an office brings, named ``module:function`` in the wiring.

The function gets a ``Stop``, which is told when it has to end, and returns then.
"""

import os
import sys
from importlib import import_module

import django

from sokoguru.project.processes import Stop, end_with_parent, setting_on_signals


def main() -> None:
    """Start Django and be the named function until it returns."""
    end_with_parent()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sokoguru.project.settings")
    module, _, function = sys.argv[1].partition(":")
    django.setup()
    work, stop = getattr(import_module(module), function), Stop()
    with setting_on_signals(stop):  # until here nothing is in hand, and the signal may end it
        work(stop)


if __name__ == "__main__":
    main()

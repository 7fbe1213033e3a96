"""``soko demo``: the example cooperative, into an empty database only."""

import sys
from importlib import import_module

from django.utils.translation import gettext as _

from sokoguru.project.command import Call
from sokoguru.project.commands.demo import DEMO
from sokoguru.project.database import prepare_all
from sokoguru.tenancy.queries import cooperatives


def run(call: Call) -> int:
    """Fill; an example that stands already is left as it is, real data is refused."""
    prepare_all()
    if not fill(call.arguments.size):
        print(_("Basis data sudah berisi: koperasi contoh tidak ditambahkan."), file=sys.stderr)
        return 1
    print(_("Koperasi contoh siap."))
    return 0


def fill(size: str) -> bool:
    """Make the example where no cooperative is yet; true when an example stands afterwards."""
    there = cooperatives()
    if not there:
        said = _("Koperasi contoh sedang dibuat: sekali saja, satu sampai tiga menit.")
        print(said, file=sys.stderr, flush=True)
        getattr(import_module(DEMO), size)()
        return True
    return all(each.is_example for each in there)

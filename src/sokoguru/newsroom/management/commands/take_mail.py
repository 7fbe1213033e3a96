"""``soko manage take_mail KOPERASI BERKAS``: take messages from files, the way mail comes."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from sokoguru.kernel.refs import SYSTEM
from sokoguru.kernel.refusals import Refused
from sokoguru.newsroom.actions import intake
from sokoguru.newsroom.models import RawMail
from sokoguru.newsroom.rules.letter import SIZE_MAX
from sokoguru.tenancy.queries import cooperative_named
from sokoguru.tenancy.scope import acting_for
from sokoguru.ui.queries import sentence_of


class Command(BaseCommand):
    """Keeps each file raw; the worker reads it. Safe to repeat: the same bytes are kept once."""

    help = "Simpan surat (.eml) untuk meja redaksi satu koperasi; dibaca oleh soko worker."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("cooperative", help="nama pendek koperasi, misalnya: lestari")
        parser.add_argument("files", nargs="+", type=Path, help="berkas .eml")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            cooperative = cooperative_named(options["cooperative"])
            for file in options["files"]:
                with file.open("rb") as opened, acting_for(cooperative):
                    kept = intake.keep_mail(
                        content=opened.read(SIZE_MAX + 1),
                        mail_from=None,
                        source=RawMail.Source.FILE,
                        actor=SYSTEM,
                    )
                self.stdout.write(f"{file.name}: tersimpan, surat {kept.pk}")
        except OSError as problem:
            raise CommandError(f"{problem.filename}: {problem.strerror}") from problem
        except Refused as refused:
            raise CommandError(sentence_of(refused)) from refused

"""The words of a refusal: each office keeps its own in ``<office>/refusals.txt``."""

from django.template import Context, TemplateDoesNotExist
from django.template.engine import Engine
from django.utils.translation import gettext as _

from sokoguru.kernel.refusals import Refused

OWN = {"kernel", "tenancy", "audit"}
"""Storeys without templates: their words stand in ``ui/refusals.txt``."""


def sentence_of(refused: Refused) -> str:
    """What happened, then what to do. Plain text, never marked safe: facts were typed.

    Falls back to a sentence that names the code, so that no refusal is ever silent.
    """
    office = refused.code.partition(".")[0]
    name = "ui" if office in OWN else office
    try:
        template = Engine.get_default().get_template(f"{name}/refusals.txt")
    except TemplateDoesNotExist:
        return _unworded(refused)
    facts = {**refused.facts, "code": refused.code}
    said = template.render(Context(facts, autoescape=False))
    return " ".join(said.split()) or _unworded(refused)


def _unworded(refused: Refused) -> str:
    return _("Belum bisa dilakukan. Sebut kode %(code)s saat bertanya.") % {"code": refused.code}

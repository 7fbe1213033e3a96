"""The base of all forms: boxes are bounded, refusals find their place, nothing typed is lost."""

import uuid
from collections.abc import Iterator
from copy import copy
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import pretty_name
from django.utils.translation import gettext_lazy as _

from sokoguru.kernel.refusals import Refused
from sokoguru.ui.errors import FormStale
from sokoguru.ui.fields import TokenField
from sokoguru.ui.queries import sentence_of

ASK = _("Isi dulu: %(label)s.")
ASK_CHOICE = _("Pilih dulu: %(label)s.")
ASK_TICK = _("Centang dulu kotak ini.")
UNBOUNDED_FINE = (forms.UUIDField, forms.GenericIPAddressField)


class PlainForm(forms.Form):
    """A form whose text fields all have a ``max_length`` (else it is a bug, found by any test).

    Draw it with ``{% errors form %}`` on top and ``{% field form.name %}`` for each field.
    """

    use_required_attribute = (
        False  # our own words, on one page, instead of the browser's one by one
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.refused: Refused | None = None
        for name, field in self.fields.items():
            _ask_by_name(field, field.label or pretty_name(name))
            if isinstance(field, forms.CharField) and not isinstance(field, UNBOUNDED_FINE):
                assert field.max_length is not None, f"{type(self).__name__}.{name}: no max_length"

    def refuse(self, refused: Refused, field: str | None = None) -> None:
        """Put the sentence of a refusal beside a field, or on top where it belongs to none."""
        self.refused = refused
        where = field if field in self.fields else None
        self.add_error(where, ValidationError(sentence_of(refused), code=refused.code))

    @property
    def status(self) -> int:
        """The HTTP status of the page that shows this form again."""
        if self.refused is not None:
            return self.refused.status
        return 422 if self.is_bound and self.errors else 200

    def typed(self) -> Iterator[tuple[str, str]]:
        """Names and values exactly as they were typed, for the hidden fields of the check page."""
        for name in self.fields:
            key = self.add_prefix(name)
            values = (
                self.data.getlist(key) if hasattr(self.data, "getlist") else [self.data.get(key)]
            )
            for value in values:
                if value is not None:
                    yield key, str(value)


class MoneyForm(PlainForm):
    """A form that moves money or goods: it carries the key of the one act that it asks for."""

    request_key = TokenField()

    def add_error(self, field: str | None, error: Any) -> None:
        """A wrong key cannot be mended in its hidden box: say it on top and give a new one."""
        if field != "request_key":
            super().add_error(field, error)
            return
        self.cleaned_data.pop("request_key", None)
        data: Any = copy(self.data)
        data[self.add_prefix("request_key")] = str(uuid.uuid4())
        self.data = data
        self.refuse(FormStale())


def _ask_by_name(field: forms.Field, label: Any) -> None:
    """The summary on top lists what is missing: each sentence names its box."""
    if field.error_messages["required"] != forms.Field.default_error_messages["required"]:
        return
    if isinstance(field, forms.BooleanField):
        field.error_messages["required"] = ASK_TICK
    else:
        asked = ASK_CHOICE if isinstance(field, forms.ChoiceField) else ASK
        field.error_messages["required"] = asked % {"label": label}

"""Form fields that read what Indonesians write, and refuse the rest: nothing is guessed."""

import uuid
from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from sokoguru.kernel import dates, quantity, rupiah
from sokoguru.kernel.refusals import Refused

LONGEST = 40


class RupiahInput(forms.TextInput):
    """Rp outside the box; dots while typing come from ``money.js`` and are not needed."""

    template_name = "ui/widgets/rupiah.html"

    def format_value(self, value: Any) -> str | None:
        """An amount in figures; what was typed stays as it was typed."""
        return rupiah.group_digits(value) if isinstance(value, int) else value

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """The box is marked too where the amount was refused."""
        context = super().get_context(name, value, attrs)
        context["widget"]["bad"] = "aria-invalid" in context["widget"]["attrs"]
        return context


class QuantityInput(forms.TextInput):
    """A number with a decimal comma."""

    def format_value(self, value: Any) -> str | None:
        """Thousandths as ``1.250,5``; what was typed stays."""
        return quantity.format_quantity(value) if isinstance(value, int) else value


class DateInput(forms.TextInput):
    """The browser's own calendar, which sends ISO; text again where something else was typed."""

    def format_value(self, value: Any) -> str | None:
        """A date in ISO form; what was typed stays."""
        return value.isoformat() if isinstance(value, date) else value

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """A calendar shows only ISO dates: anything else would vanish from the box."""
        context = super().get_context(name, value, attrs)
        shown = context["widget"]["value"] or ""
        context["widget"]["type"] = "date" if not shown or _is_iso(shown) else "text"
        return context


class RupiahField(forms.Field):
    """An amount in whole rupiah between two bounds. Cleans to ``int``, or ``None``."""

    ui_kind = "money"
    widget = RupiahInput
    default_error_messages = {
        "required": _("Tulis jumlahnya dalam rupiah."),
        "unreadable": _(
            "Tulis jumlah dalam rupiah bulat, misalnya 50.000. Yang tertulis: %(typed)s."
        ),
        "below": _("Paling sedikit %(least)s. Yang tertulis %(amount)s."),
        "above": _("Paling banyak %(most)s. Yang tertulis %(amount)s."),
    }

    def __init__(self, *, least: int = 1, most: int = rupiah.MAX_OF_ONE_ACT, **kwargs: Any) -> None:
        self.least, self.most = least, most
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> int | None:
        """Strictly as the counter writes it: ``1.000``, ``1000``, ``Rp 1.000``."""
        if isinstance(value, int):
            return value
        if not (value or "").strip():
            return None
        try:
            return rupiah.parse_rupiah(value)
        except Refused as refused:
            typed = refused.facts.get("typed", value[:LONGEST])
            raise self._wrong("unreadable", typed=typed) from None

    def validate(self, value: int | None) -> None:
        """Between the bounds, both included."""
        super().validate(value)
        if value is not None and value < self.least:
            raise self._wrong("below", least=_shown(self.least), amount=_shown(value))
        if value is not None and value > self.most:
            raise self._wrong("above", most=_shown(self.most), amount=_shown(value))

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """A number pad, and nobody else's amounts."""
        return {"inputmode": "numeric", "autocomplete": "off", "maxlength": str(LONGEST)}

    def _wrong(self, code: str, **facts: str) -> ValidationError:
        return ValidationError(self.error_messages[code], code=code, params=facts)


class QuantityField(forms.Field):
    """A quantity, in thousandths of a unit (kg). Cleans to ``int`` or ``None``."""

    ui_kind = "quantity"
    widget = QuantityInput
    default_error_messages = {
        "required": _("Tulis jumlahnya."),
        "unreadable": _(
            "Tulis angka dengan koma, paling banyak tiga angka di belakangnya, "
            "misalnya 12,5. Yang tertulis: %(typed)s."
        ),
        "below": _("Paling sedikit %(least)s. Yang tertulis %(amount)s."),
        "above": _("Paling banyak %(most)s. Yang tertulis %(amount)s."),
    }

    def __init__(
        self,
        *,
        least: int = 1,
        most: int = quantity.MAX_OF_ONE_ACT,
        unit: str = "kg",
        **kwargs: Any,
    ) -> None:
        self.least, self.most, self.unit = least, most, unit
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> int | None:
        """``12,5`` or ``12,5 kg``; a dot only groups thousands."""
        if isinstance(value, int):
            return value
        if not (value or "").strip():
            return None
        try:
            return quantity.parse_quantity(value, unit=self.unit)
        except Refused as refused:
            typed = refused.facts.get("typed", value[:LONGEST])
            raise self._wrong("unreadable", typed=typed) from None

    def validate(self, value: int | None) -> None:
        """Between the bounds, both included."""
        super().validate(value)
        if value is not None and value < self.least:
            raise self._wrong("below", least=self._shown(self.least), amount=self._shown(value))
        if value is not None and value > self.most:
            raise self._wrong("above", most=self._shown(self.most), amount=self._shown(value))

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """A pad with a comma."""
        return {"inputmode": "decimal", "autocomplete": "off", "maxlength": str(LONGEST)}

    def _shown(self, amount: int) -> str:
        return quantity.format_quantity(amount, self.unit)

    def _wrong(self, code: str, **facts: str) -> ValidationError:
        return ValidationError(self.error_messages[code], code=code, params=facts)


class DateField(forms.Field):
    """A day: ``24/11/2026``, ``24-11-2026`` or ISO. The day always stands before the month."""

    ui_kind = "plain"
    widget = DateInput
    default_error_messages = {
        "required": _("Tulis tanggalnya."),
        "unreadable": _("Tulis tanggal seperti 24/11/2026. Yang tertulis: %(typed)s."),
        "early": _("Paling awal %(earliest)s. Yang tertulis %(typed)s."),
        "late": _("Paling akhir %(latest)s. Yang tertulis %(typed)s."),
    }

    def __init__(
        self, *, earliest: date | None = None, latest: date | None = None, **kwargs: Any
    ) -> None:
        self.earliest, self.latest = earliest, latest
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> date | None:
        """``03/04/2026`` is the third of April, and ``01/13/2026`` is nothing."""
        if isinstance(value, date):
            return value
        if not (value or "").strip():
            return None
        try:
            return dates.parse_date(value)
        except Refused as refused:
            raise self._wrong("unreadable", typed=refused.facts["typed"]) from None

    def validate(self, value: date | None) -> None:
        """Between the bounds, both included."""
        super().validate(value)
        if value is None:
            return
        if self.earliest is not None and value < self.earliest:
            earliest = dates.format_date(self.earliest)
            raise self._wrong("early", earliest=earliest, typed=dates.format_date(value))
        if self.latest is not None and value > self.latest:
            latest = dates.format_date(self.latest)
            raise self._wrong("late", latest=latest, typed=dates.format_date(value))

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Old browsers show a text box: say how a date is written."""
        return {"placeholder": "hh/bb/tttt", "autocomplete": "off", "maxlength": str(LONGEST)}

    def _wrong(self, code: str, **facts: str) -> ValidationError:
        return ValidationError(self.error_messages[code], code=code, params=facts)


class PickField(forms.ChoiceField):
    """One of a few, each a big box: ``choices`` of (value, words[, small words])."""

    ui_kind = "picks"
    widget = forms.RadioSelect
    default_error_messages = {
        "required": _("Pilih salah satu."),
        "invalid_choice": _("Pilih salah satu dari yang tertulis."),
    }

    def __init__(
        self, *, choices: Sequence[tuple[str, Any] | tuple[str, Any, Any]], **kwargs: Any
    ) -> None:
        self.smalls = {choice[0]: choice[2] for choice in choices if len(choice) == 3}
        super().__init__(choices=[(choice[0], choice[1]) for choice in choices], **kwargs)


class TokenField(forms.UUIDField):
    """The hidden key of one intended act: the same key has one effect."""

    widget = forms.HiddenInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(initial=uuid.uuid4, **kwargs)

    def to_python(self, value: Any) -> uuid.UUID | None:  # type: ignore[override]  # as UUIDField
        """A random UUID (version 4), as our pages make them."""
        key: uuid.UUID | None = super().to_python(value)
        if key is not None and key.version != 4:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return key


def _is_iso(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return len(text) == 10


def _shown(amount: int) -> str:
    return rupiah.format_rupiah(amount)

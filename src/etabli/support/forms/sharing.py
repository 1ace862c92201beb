"""Forms of purposes, consents and shares; they turn input into values and save nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils.timezone import make_aware
from django.utils.translation import gettext_lazy as _

from etabli.kit.inputs import DayField, line, lines, select
from etabli.support.models import SharePurpose
from etabli.support.queries.sharing import Said
from etabli.support.states import Answer
from etabli.support.wording import BASES, MEANS, SHARED_FIELDS

USUAL_DAYS = 30


def _several(label: Any, **options: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(label=label, widget=forms.CheckboxSelectMultiple, **options)


def words(table: Any) -> list[tuple[str, Any]]:
    """Choices of a form, in the order of a table of words."""
    return [(str(code), word) for code, word in table.items()]


class PurposeForm(forms.Form):
    """A purpose of sharing."""

    name = line(_("Name"), 100, help_text=_("“The counsellor of the employment service”."))
    code = line(_("Code"), 40, help_text=_("Small letters, digits, hyphens. It stays when the name changes."))
    easy = lines(
        _("In easy words, for the person"),
        1000,
        help_text=_("Short sentences. Common words. One idea in each: who will read, what, what for."),
    )
    basis = forms.ChoiceField(
        label=_("When it may be shared"),
        widget=forms.RadioSelect,
        help_text=_("Outside the team in charge the law asks for the person's agreement first."),
    )
    fields = _several(_("What may be shared at most"))  # type: ignore[assignment]

    def __init__(self, data: Any, row: SharePurpose | None = None) -> None:
        initial = {} if row is None else {"name": row.name, "code": row.code, "easy": row.easy, "basis": row.basis}
        super().__init__(data, initial={**initial, "fields": row.fields if row else []})
        self.fields["basis"].choices = words(BASES)  # type: ignore[attr-defined]
        self.fields["fields"].choices = words(SHARED_FIELDS)  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("name", "code", "easy", "basis", "fields")}


class ConsentForm(forms.Form):
    """What the person says to a purpose. `easy`: what it is, in easy words; `told`: what would be shared."""

    answer = forms.ChoiceField(
        label=_("Do you agree?"),
        widget=forms.RadioSelect,
        choices=[(str(Answer.AGREED), _("Yes, I agree")), (str(Answer.OBJECTED), _("No, I do not agree"))],
    )
    means = select(_("How was it said?"))
    helper = line(_("Who helped to answer?"), 100, required=False)
    words = lines(_("In the person's own words"), 1000, 3, required=False)

    def __init__(self, data: Any, purpose: SharePurpose) -> None:
        super().__init__(data)
        self.easy = purpose.easy
        self.told = [word for code, word in words(SHARED_FIELDS) if code in purpose.fields]
        self.fields["means"].choices = [("", "—"), *words(MEANS)]  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("answer", "means", "helper", "words")}


class ShareForm(forms.Form):
    """A link to a part of the file. `said`: the purposes that allow something, and what."""

    purpose = select(_("What for"))
    recipient = line(_("Who receives it"), 100, help_text=_("A person, by name."))
    organisation = line(_("Of which service"), 200, required=False)
    reason = lines(_("Why this person needs it"), 500, 2)
    fields = _several(  # type: ignore[assignment]
        _("What is shared"), help_text=_("No more than this person needs.")
    )
    last_day = DayField(label=_("Last day"), help_text=_("Included. After it the link shows nothing."))

    def __init__(self, data: Any, *, said: Sequence[Said], today: date) -> None:
        super().__init__(data, initial={"last_day": today + timedelta(days=USUAL_DAYS)})
        self._purposes = {str(one.purpose.pk): one.purpose for one in said}
        offered = set().union(*(one.allowed for one in said)) if said else set()
        self.fields["purpose"].choices = [  # type: ignore[attr-defined]
            ("", "—"),
            *((key, purpose.name) for key, purpose in self._purposes.items()),
        ]
        self.fields["fields"].choices = [  # type: ignore[attr-defined]
            (code, word) for code, word in words(SHARED_FIELDS) if code in offered
        ]

    def values(self) -> dict[str, Any]:
        data = self.cleaned_data
        names = ("recipient", "organisation", "reason", "fields")
        return {
            **{name: data[name] for name in names},
            "purpose": self._purposes[data["purpose"]],
            "expires_at": end_of(data["last_day"]),
        }


class NumberForm(forms.Form):
    """The number that was told apart from the link."""

    number = forms.CharField(
        label=_("Number"),
        max_length=12,
        widget=forms.TextInput(
            attrs={"class": "form-control", "inputmode": "numeric", "autocomplete": "one-time-code", "size": 8}
        ),
        help_text=_("Six digits. The person who sent you the link told it to you."),
    )

    def clean_number(self) -> str:
        return "".join(char for char in self.cleaned_data["number"] if char.isdigit())


def end_of(day: date) -> datetime:
    """The moment at which a day, included, is over where the workplace is."""
    return make_aware(datetime.combine(day + timedelta(days=1), time.min))

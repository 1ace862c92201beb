"""Forms of the contract, of its objectives, and of what is said of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.html import escape
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from etabli.cpom import rules
from etabli.cpom.actions.contracts import ContractSpec
from etabli.cpom.actions.objectives import Aim, TermsSpec
from etabli.cpom.models import Contract, ObjectiveTerms, Statement
from etabli.cpom.states import OTHER, Direction, Horizon
from etabli.cpom.wording import DIRECTIONS, HORIZONS
from etabli.indicators.definitions import Definition, definitions
from etabli.indicators.formats import is_percentage
from etabli.indicators.presenting import language
from etabli.kit.inputs import DayField, line, lines, select, tick
from etabli.people.models import Person

CONTRACT_FIELDS = {
    "cpom_name_empty": "name",
    "cpom_twice": "name",
    "cpom_ends_before_it_starts": "last_day",
    "cpom_too_long": "last_day",
    "cpom_days_cut_terms": "starts_on",
}
"""The field beside which each refusal stands."""
TERMS_FIELDS = {
    "cpom_wording_empty": "wording",
    "cpom_source_empty": "source",
    "cpom_outside_the_contract": "starts_on",
    "cpom_amended_backwards": "starts_on",
    "cpom_measure_unknown": "measure",
    "cpom_target_negative": "target",
    "cpom_rate_too_high": "target",
    "cpom_several_levels": "workshop",
    "cpom_level_elsewhere": "workshop",
}
STATEMENT_FIELDS = {"cpom_value_is_counted": "value", "cpom_nothing_said": "comment"}
TARGET_DIGITS = 12


class ContractForm(forms.Form):
    """A contract. The last day is included."""

    name = line(_("Name"), 200, help_text=_("As one calls it: “CPOM 2025–2029”."))
    starts_on = DayField(label=_("First day"))
    last_day = DayField(label=_("Last day"), help_text=_("Included."))
    signed_on = DayField(label=_("Signed on"), required=False)
    parties = lines(_("Parties"), 2000, required=False, help_text=_("One a line: the managing body, the ARS…"))
    note = lines(_("Note"), 5000, required=False)

    def __init__(self, data: Any, row: Contract | None = None) -> None:
        initial = {} if row is None else {name: getattr(row, name) for name in _SAME}
        if row is not None:
            initial["last_day"] = row.period.last_day
        super().__init__(data, initial=initial)

    def spec(self) -> ContractSpec:
        data = self.cleaned_data
        ends_before = data["last_day"] + timedelta(days=1)
        return ContractSpec(ends_before=ends_before, **{name: data[name] for name in _SAME})


_SAME = ("name", "starts_on", "signed_on", "parties", "note")


def measures(kind: str) -> list[tuple[str, str]]:
    """What an objective may be measured by in a kind of establishment: a code and its name."""
    return [(code, row.label(language())) for code, row in definitions().items() if kind in row.kinds]


class TargetField(forms.CharField):
    """A number, or the words of a target that no definition counts."""

    def __init__(self, **options: Any) -> None:
        widget = forms.TextInput(attrs={"class": "form-control", "autocomplete": "off"})
        super().__init__(required=False, max_length=200, widget=widget, **options)


def written(value: int | None, words: str, definition: Definition | None) -> str:
    """A target as one types it: a rate in percent."""
    if definition is None or value is None:
        return words
    number = Decimal(value)
    if definition.is_ratio:
        number = number / (100 if is_percentage(definition) else rules.TEN_THOUSAND)
    return str(number.normalize().quantize(Decimal(1)) if number == number.to_integral_value() else number.normalize())


def read_target(text: str, definition: Definition | None) -> Aim:
    """What was typed, in the unit of the measure. ValidationError for what is no number where one is asked."""
    if definition is None or not text.strip():
        return Aim(words=text.strip() if definition is None else "")
    plain = "".join(text.replace("%", "").replace(",", ".").split())
    field = forms.DecimalField(max_digits=TARGET_DIGITS, decimal_places=2 if definition.is_ratio else 0)
    try:
        number = field.clean(plain)
    except forms.ValidationError as error:
        raise forms.ValidationError(gettext("Write a number, such as 95 or 12.5.")) from error
    if not definition.is_ratio:
        return Aim(int(number))
    return Aim(int(number * (100 if is_percentage(definition) else rules.TEN_THOUSAND)))


class TermsForm(forms.Form):
    """What is promised from a day on; a target for every year, and those of years that differ."""

    starts_on = DayField(label=_("Holds from"))
    source = line(_("Where it is written"), 200, help_text=_("The contract, or the amendment with its date."))
    wording = lines(_("Objective, as the contract words it"), 2000)
    measure = select(_("Measured by"))
    unit = line(_("Unit, for another measure"), 60, required=False, help_text=_("“partnerships”, “meetings a year”."))
    direction = select(_("The target is"), [(str(code), word) for code, word in DIRECTIONS.items()])
    target = TargetField(label=pgettext_lazy("contract", "Target"))
    horizon = select(_("To be reached"), [(str(code), word) for code, word in HORIZONS.items()])
    negotiated = tick(_("Negotiated with the authority"))
    comment = lines(_("Comment"), 5000, required=False)

    def __init__(self, data: Any, *, contract: Contract, terms: ObjectiveTerms | None = None) -> None:
        super().__init__(data, initial=_initial(contract, terms))
        kind = contract.establishment.kind
        self.fields["measure"].choices = [  # type: ignore[attr-defined]
            ("", "—"),
            *measures(kind),
            (OTHER, _("Another measure, told by hand")),
        ]
        self.fields["target"].help_text = _(
            "A rate in percent (95), a number of persons or days (12), or words for another measure."
        )
        self._years = rules.years_of(contract.starts_on, contract.ends_before)
        own = {row.year: row for row in terms.years.all()} if terms is not None else {}
        definition = definitions().get(terms.measure) if terms is not None else None
        for year in self._years:
            row = own.get(year)
            self.fields[f"target_{year}"] = TargetField(
                label=gettext("Target of %(year)s, if it differs") % {"year": year},
                initial=written(row.target, row.target_words, definition) if row is not None else "",
            )
        by_year = [f"target_{year}" for year in self._years]
        self.order_fields([*list(self.fields)[: list(self.fields).index("horizon")], *by_year])

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        definition = definitions().get(values.get("measure", ""))
        for name in ("target", *(f"target_{year}" for year in self._years)):
            try:
                values[name] = read_target(values.get(name, ""), definition)
            except forms.ValidationError as error:
                self.add_error(name, error)
        return values

    def spec(self) -> TermsSpec:
        data = self.cleaned_data
        same = ("starts_on", "source", "wording", "measure", "unit", "direction", "horizon", "negotiated", "comment")
        years = {year: data[f"target_{year}"] for year in self._years if data[f"target_{year}"] != Aim()}
        return TermsSpec(aim=data["target"], years=years, **{name: data[name] for name in same})


def _initial(contract: Contract, terms: ObjectiveTerms | None) -> dict[str, Any]:
    if terms is None:
        usual = {"direction": Direction.AT_LEAST.value, "horizon": Horizon.YEARLY.value}
        return {"starts_on": contract.starts_on, "source": contract.name, **usual}
    same = ("wording", "measure", "unit", "direction", "horizon", "negotiated", "comment")
    target = written(terms.target, terms.target_words, definitions().get(terms.measure))
    return {name: getattr(terms, name) for name in same} | {"target": target}


class ObjectiveForm(TermsForm):
    """A new objective: what is promised, and for whom."""

    def __init__(self, data: Any, *, contract: Contract, people: Sequence[Person]) -> None:
        super().__init__(data, contract=contract)
        place = contract.establishment
        self._rows: dict[str, dict[str, Any]] = {
            "workshop": {str(row.pk): row for row in place.workshops.all()},
            "work_group": {str(row.pk): row for row in place.work_groups.all()},
            "person": {str(row.pk): row for row in people},
        }
        labels = {
            "workshop": _("Only for a workshop"),
            "work_group": _("Only for a work group"),
            "person": _("Only for a person"),
        }
        for name, label in labels.items():
            rows = self._rows[name]
            if rows:
                choices = [("", "—"), *((key, str(row)) for key, row in rows.items())]
                self.fields[name] = select(label, choices, required=False)

    def level(self) -> dict[str, Any]:
        """Whom it is for; None for what was not chosen."""
        return {name: rows.get(self.cleaned_data.get(name, "")) for name, rows in self._rows.items()}


class WithdrawForm(forms.Form):
    """An amendment that drops an objective."""

    starts_on = DayField(label=_("No longer an objective from"))
    source = line(_("Where it is written"), 200, help_text=_("The contract, or the amendment with its date."))
    comment = lines(_("Comment"), 5000, required=False)


class StatementForm(forms.Form):
    """What is said of a year: value and judgement only of a measure that no definition counts."""

    value = line(_("Where it stands"), 100, required=False)
    met = forms.ChoiceField(
        label=_("Is the target met?"),
        required=False,
        widget=forms.RadioSelect,
        choices=[("", _("not judged yet")), ("yes", _("yes")), ("no", _("no"))],
    )
    comment = lines(_("Comment"), 5000, required=False)

    def __init__(self, data: Any, *, terms: ObjectiveTerms, last: Statement | None) -> None:
        judged = {None: "", True: "yes", False: "no"}
        initial = {} if last is None else {"value": last.value, "met": judged[last.met], "comment": last.comment}
        super().__init__(data, initial=initial)
        if terms.measure != OTHER:
            del self.fields["value"], self.fields["met"]
        elif terms.unit:
            # Help is shown as it is, and this was typed.
            self.fields["value"].help_text = escape(terms.unit)

    def values(self) -> dict[str, Any]:
        data = self.cleaned_data
        met = {"yes": True, "no": False}.get(data.get("met", ""))
        return {"value": data.get("value", ""), "met": met, "comment": data["comment"]}

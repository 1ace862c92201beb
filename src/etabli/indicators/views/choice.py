"""The period asked for, as every page of figures begins."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext

from etabli.core.perimeter import Perimeter
from etabli.core.periods import Period
from etabli.indicators.access import IndicatorsRight
from etabli.indicators.choosing import as_query, in_words, known_days, year_choices
from etabli.indicators.definitions import Definition, definitions, every_definition
from etabli.indicators.forms import PerimeterForm, PeriodForm, RestrictionForm
from etabli.indicators.perimeters import keeper, worded
from etabli.indicators.presenting import language
from etabli.indicators.queries import readable_scope
from etabli.indicators.readers import may_read, readable_codes
from etabli.indicators.restricting import Restriction
from etabli.indicators.rules import Keep, is_by_person
from etabli.kit.clock import today
from etabli.kit.pages import Request
from etabli.org.models import Establishment
from etabli.support.queries.free_figures import narrowing_fields, rows_by_person


@dataclass(frozen=True)
class Choice:
    """`period` None: the calendar of the establishment is not known yet, or what was asked is no period (see `form`)."""

    period: Period | None
    form: PeriodForm | None
    years: list[dict[str, Any]]
    narrowing: PerimeterForm | None = None
    restricting: RestrictionForm | None = None
    restriction: Restriction | None = None

    @property
    def query(self) -> str:
        """The period, and the perimeter where one is asked, or the restriction."""
        return as_query(self.period) + "".join(form.query for form in self._narrowed) if self.period else ""

    @property
    def asked(self) -> list[tuple[str, str]]:
        """(name, value) of what narrows the figures, as the addresses carry it."""
        return [pair for form in self._narrowed for pair in form.asked]

    @property
    def _narrowed(self) -> list[PerimeterForm | RestrictionForm]:
        return [form for form in (self.narrowing, self.restricting) if form is not None]

    @property
    def whole_query(self) -> str:
        """The period alone: for pages that know no perimeter."""
        return as_query(self.period) if self.period else ""

    @property
    def perimeter(self) -> Perimeter:
        return self.narrowing.perimeter if self.narrowing else Perimeter()

    @property
    def perimeter_words(self) -> str:
        return worded(self.perimeter) or (self.restriction.words if self.restriction else "")

    def keep(self, places: Sequence[Establishment]) -> Keep | None:
        """Says who is inside the perimeter; None for everybody."""
        return keeper(self.perimeter, places, self.period) if self.period else None

    @property
    def words(self) -> str:
        return in_words(self.period) if self.period else ""


def choose(
    request: Request, places: Sequence[Establishment], *, narrowed: bool = False, figure: Definition | None = None
) -> Choice:
    """What is asked for. `narrowed`: the page knows perimeters, and says the one it was asked. `figure`: the one of which
    it is about, which free data may restrict.

    Who may not see the persons narrows nothing: an age and a sex may leave one person, and two perimeters tell by
    subtraction of whom they do not share.
    """
    known = known_days(places)
    if known is None:
        return Choice(None, None, [])
    form = PeriodForm(request.GET, known=known, today=today())
    period = form.period
    narrows = narrowed and all(request.user.may(IndicatorsRight.NOMINATIVE, place) for place in places)
    narrowing = PerimeterForm(request.GET) if narrows else None
    offered = narrowing is not None and figure is not None and is_by_person(figure)
    restricting = _restricting(request, places[0], narrowing) if narrowing is not None and offered else None
    # No value is opened for a page that has nothing to tell.
    restriction = _restriction(request, places[0], restricting) if period is not None else None
    asked = "".join(one.query for one in (narrowing, restricting) if one is not None)
    years = [
        {"label": words, "query": as_query(choice) + asked, "current": choice == period}
        for words, choice in year_choices(today(), known)
    ]
    return Choice(period, form, years, narrowing, restricting, restriction)


def _restricting(request: Request, place: Establishment, narrowing: PerimeterForm) -> RestrictionForm | None:
    """None when the reader reads no field of everybody there that could restrict a figure."""
    fields = narrowing_fields(request.user, place)
    return RestrictionForm(request.GET, fields, alone=not narrowing.asked) if fields else None


def _restriction(request: Request, place: Establishment, form: RestrictionForm | None) -> Restriction | None:
    chosen = form.chosen if form else None
    if chosen is None:
        return None
    field, row = chosen
    return Restriction(field, row, rows_by_person(request.user, place, field))


def period_or_404(request: Request, place: Establishment) -> Period:
    """For what is asked from a page that has a period: fragments, files."""
    period = choose(request, [place]).period
    if period is None:
        raise Http404
    return period


def narrowed_or_404(request: Request, place: Establishment, figure: Definition | None = None) -> tuple[Choice, Period]:
    """The same of what knows perimeters, and of a figure that free data may restrict."""
    choice = choose(request, [place], narrowed=True, figure=figure)
    if choice.period is None:
        raise Http404
    return choice, choice.period


def explanations(place: Establishment, query: str) -> Callable[[str], str]:
    """The address of each figure's explanation over the same period, by its code."""
    return lambda code: f"{reverse('indicators:explain', kwargs={'finess': place.finess, 'code': code})}?{query}"


def explained_to(request: Request, place: Establishment, period: Period, codes: Sequence[str]) -> list[dict[str, str]]:
    """Label and address of the explanations of these figures, for who may open them; none for anyone else.

    None either for a period that the calendar of the place does not know: there is nothing to explain.
    """
    known = known_days([place]) if request.user.may(IndicatorsRight.READ, place) else None
    if known is None or period.start < known.start or period.end > known.end:
        return []
    url, readable = explanations(place, as_query(period)), readable_codes(request.user, place)
    return [
        {"label": every_definition()[code].label(language()), "url": url(code)} for code in codes if code in readable
    ]


def readable_or_404(request: Request, place: Establishment, code: str) -> Definition:
    """A figure of an establishment, for who may read it there: see `readers`."""
    definition = every_definition().get(code)
    if definition is None or place.kind not in definition.kinds or not may_read(request.user, definition, place):
        raise Http404
    return definition


def definition_or_404(code: str, places: Sequence[Establishment]) -> Definition:
    """A figure that is told above an establishment."""
    definition = definitions().get(code)
    if definition is None or not definition.kinds & {place.kind for place in places}:
        raise Http404
    return definition


def scope_or_404(request: Request, scope: str) -> list[Establishment]:
    """The establishments of a scope, when the reader may see the figures of every one of them."""
    places = readable_scope(request.user, scope)
    if not places:
        raise Http404
    return places


def tabs(request: Request, place: Establishment, current: str, query: str) -> list[dict[str, Any]]:
    """The pages that stand beside each other; that of the association where the reader may see all of it."""
    names = {
        "dashboard": gettext("Dashboard"),
        "compare": gettext("Compare the rates"),
        "cohorts": gettext("Cohorts"),
        "targets": gettext("Targets"),
    }
    found = [
        {
            "label": label,
            "url": f"{reverse(f'indicators:{name}', kwargs={'finess': place.finess})}?{query}",
            "current": name == current,
        }
        for name, label in names.items()
        if name != "targets" or request.user.may(IndicatorsRight.TARGET_WRITE, place)
    ]
    scope = f"association:{place.association_id}"
    if len(readable_scope(request.user, scope)) > 1:
        found.append(
            {
                "label": gettext("The association"),
                "url": f"{reverse('scope:overview', kwargs={'scope': scope})}?{query}",
                "current": False,
            }
        )
    return found

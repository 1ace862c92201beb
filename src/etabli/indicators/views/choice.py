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
from etabli.indicators.forms import PerimeterForm, PeriodForm
from etabli.indicators.perimeters import keeper, worded
from etabli.indicators.presenting import language
from etabli.indicators.queries import readable_scope
from etabli.indicators.readers import may_read, readable_codes
from etabli.indicators.rules import Keep
from etabli.kit.clock import today
from etabli.kit.pages import Request
from etabli.org.models import Establishment


@dataclass(frozen=True)
class Choice:
    """`period` None: the calendar of the establishment is not known yet, or what was asked is no period (see `form`)."""

    period: Period | None
    form: PeriodForm | None
    years: list[dict[str, Any]]
    narrowing: PerimeterForm | None = None

    @property
    def query(self) -> str:
        """The period, and the perimeter where one is asked."""
        return as_query(self.period) + (self.narrowing.query if self.narrowing else "") if self.period else ""

    @property
    def whole_query(self) -> str:
        """The period alone: for pages that know no perimeter."""
        return as_query(self.period) if self.period else ""

    @property
    def perimeter(self) -> Perimeter:
        return self.narrowing.perimeter if self.narrowing else Perimeter()

    @property
    def perimeter_words(self) -> str:
        return worded(self.perimeter)

    def keep(self, places: Sequence[Establishment]) -> Keep | None:
        """Says who is inside the perimeter; None for everybody."""
        return keeper(self.perimeter, places, self.period) if self.period else None

    @property
    def words(self) -> str:
        return in_words(self.period) if self.period else ""


def choose(request: Request, places: Sequence[Establishment], *, narrowed: bool = False) -> Choice:
    """What is asked for. `narrowed`: the page knows perimeters, and says the one it was asked.

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
    asked = narrowing.query if narrowing else ""
    years = [
        {"label": words, "query": as_query(choice) + asked, "current": choice == period}
        for words, choice in year_choices(today(), known)
    ]
    return Choice(period, form, years, narrowing)


def period_or_404(request: Request, place: Establishment) -> Period:
    """For what is asked from a page that has a period: fragments, files."""
    period = choose(request, [place]).period
    if period is None:
        raise Http404
    return period


def narrowed_or_404(request: Request, place: Establishment) -> tuple[Choice, Period]:
    """The same of what knows perimeters."""
    choice = choose(request, [place], narrowed=True)
    if choice.period is None:
        raise Http404
    return choice, choice.period


def explanations(place: Establishment, query: str) -> Callable[[str], str]:
    """The address of each figure's explanation over the same period, by its code."""
    return lambda code: f"{reverse('indicators:explain', kwargs={'finess': place.finess, 'code': code})}?{query}"


def explained_to(request: Request, place: Establishment, period: Period, codes: Sequence[str]) -> list[dict[str, str]]:
    """Label and address of the explanations of these figures, for who may open them; none for anyone else."""
    if not request.user.may(IndicatorsRight.READ, place):
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

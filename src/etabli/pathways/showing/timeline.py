"""The way of a person as its page shows it: a row for each step, and the bands drawn of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from etabli.kit import localised
from etabli.org.models import Establishment
from etabli.pathways.models import (
    Exit,
    Placement,
    Recognition,
    ReinforcedPathway,
    Return,
    SupportAgreement,
    WaitingEntry,
)
from etabli.pathways.queries.timeline import Step
from etabli.pathways.rules.papers import PaperKind, papers_of
from etabli.pathways.rules.timeline import WHOLE, Lane, last_day, line_of, stretch_of, years_of
from etabli.pathways.showing.placements import state_of
from etabli.pathways.states import HELD, Device, PlacementState, RecognitionKind, WaitingState
from etabli.pathways.wording import DESTINATIONS, DEVICES, RECOGNITION_KINDS, WAITING_STATES
from etabli.pathways.wording.papers import PAPERS
from etabli.pathways.wording.timeline import LANES
from etabli.people.models import Engagement
from etabli.people.wording import KINDS

PAGES: dict[type, str] = {
    Exit: "pathways:exit",
    SupportAgreement: "pathways:agreement",
    WaitingEntry: "pathways:waiting_entry",
}
"""The page of a step, for steps whose page everyone may read who reads the way."""
LEAST_WIDTH = 0.8
"""In percent: what lasts a few days is still seen on a line of years."""


# ---------------------------------------------------------------- the rows


def step_rows(steps: Sequence[Step], place: Establishment, today: date) -> list[dict[str, Any]]:
    """What `pathways/steps.html` shows of each, in the order given."""
    return [_row(step, place, today) for step in steps]


def _row(step: Step, place: Establishment, today: date) -> dict[str, Any]:
    told = _TOLD[type(step.row)](step, today)
    host = told.pop("host", None)
    return {
        "starts_on": step.starts_on,
        "last_day": None if step.is_moment else last_day(step.ends_before),
        "is_moment": step.is_moment,
        "url": reverse(name, args=[place.finess, step.row.pk]) if (name := PAGES.get(type(step.row))) else "",
        "note": "",
        "papers": [],
        "host": host.name if host else "",
        "host_url": reverse("pathways:host", args=[place.finess, host.pk]) if host else "",
        **told,
    }


def _waiting(step: Step, _today: date) -> dict[str, Any]:
    state = WaitingState(step.row.state)
    return {"what": LANES[Lane.WAITING], "state": WAITING_STATES[state], "status": "info"}


def _engagement(step: Step, today: date) -> dict[str, Any]:
    over = step.ends_before is not None and step.ends_before <= today
    word = gettext("over") if over else gettext("runs") if step.starts_on <= today else gettext("to come")
    status = "off" if over else "ok" if step.starts_on <= today else "info"
    return {"what": KINDS[step.row.kind], "state": word, "status": status, "note": step.row.end_reason}


def _placement(step: Step, today: date) -> dict[str, Any]:
    row: Placement = step.row
    finess = row.establishment.finess
    state, status = state_of(row, today)
    return {
        "what": DEVICES[Device(row.device)],
        "url": reverse("pathways:placement", args=[finess, row.pk]),
        "host": row.host,
        "state": state,
        "status": status,
        "note": row.post,
        "papers": paper_links(row, today),
    }


def paper_links(row: Placement, today: date) -> list[dict[str, Any]]:
    """The papers that may be made of a placement now."""
    if row.state == PlacementState.CANCELLED:
        return []
    over = is_over(row, today)
    finess = row.establishment.finess
    return [
        {"label": PAPERS[kind], "url": reverse("pathways:paper", args=[finess, row.pk, kind.value])}
        for kind in papers_of(row.device)
        if over or kind != PaperKind.CERTIFICATE
    ]


def is_over(row: Placement, today: date) -> bool:
    """It took place, and its last day is past."""
    return row.state in HELD and row.ends_before is not None and row.ends_before <= today


def _agreement(step: Step, today: date) -> dict[str, Any]:
    row: SupportAgreement = step.row
    over = step.ends_before is not None and step.ends_before <= today
    word = gettext("over") if over else gettext("runs") if step.starts_on <= today else gettext("to come")
    host = row.host or (row.job.host if row.job else None)
    return {
        "what": gettext("Support agreement"),
        "host": host,
        "state": word,
        "status": "off" if over else "ok" if step.starts_on <= today else "info",
        "note": row.partner,
        "papers": [_paper("pathways:agreement_paper", row.establishment.finess, row.pk)],
    }


def _paper(name: str, finess: str, key: int) -> dict[str, Any]:
    return {"label": gettext("PDF"), "url": reverse(name, args=[finess, key])}


def _reinforced(step: Step, _today: date) -> dict[str, Any]:
    row: ReinforcedPathway = step.row
    word, status = (gettext("handed over"), "ok") if row.handed_on else (gettext("not handed over yet"), "watch")
    papers = [_paper("pathways:reinforced_paper", row.establishment.finess, row.job_id)]
    what = gettext("Reinforced pathway")
    return {"what": what, "host": row.job.host, "state": word, "status": status, "papers": papers}


def _exit(step: Step, _today: date) -> dict[str, Any]:
    row: Exit = step.row
    host = row.host or (row.job.host if row.job else None)
    # The day of an exit is the first day after the engagement.
    what = localised.colon(gettext("Exit"), DESTINATIONS[row.destination])  # type: ignore[index]
    return {"what": what, "host": host, "state": "", "status": ""}


def _return(step: Step, _today: date) -> dict[str, Any]:
    row: Return = step.row
    note = gettext("by right") if row.by_right else ""
    return {"what": gettext("Return"), "state": "", "status": "", "note": row.esat_name or note}


def _recognition(step: Step, _today: date) -> dict[str, Any]:
    row: Recognition = step.row
    word, status = (gettext("validated"), "ok") if row.validated_on else (gettext("under way"), "info")
    return {"what": RECOGNITION_KINDS[RecognitionKind(row.kind)], "note": row.title, "state": word, "status": status}


_TOLD: dict[type, Callable[[Step, date], dict[str, Any]]] = {
    WaitingEntry: _waiting,
    Engagement: _engagement,
    Placement: _placement,
    SupportAgreement: _agreement,
    ReinforcedPathway: _reinforced,
    Exit: _exit,
    Return: _return,
    Recognition: _recognition,
}


# ---------------------------------------------------------------- the bands


def band_of(steps: Sequence[Step], today: date) -> dict[str, Any] | None:
    """What `pathways/band.html` draws; None while there is no step. Cancelled placements are not drawn."""
    drawn = [step for step in steps if getattr(step.row, "state", "") != PlacementState.CANCELLED]
    if not drawn:
        return None
    line = line_of([(step.starts_on, _end(step)) for step in drawn], today)
    lanes = [(lane, [step for step in drawn if step.lane == lane]) for lane in Lane]
    return {
        "lanes": [
            {
                "label": LANES[lane],
                "described": _described(found),
                "stretches": [_stretch(step, line) for step in found],
            }
            for lane, found in lanes
            if found
        ],
        "years": [{"name": str(year), "offset": _percent(offset)} for year, offset in years_of(line)],
        "today": _percent(stretch_of(today, None, line).offset),
    }


def _end(step: Step) -> date | None:
    return step.starts_on + timedelta(days=1) if step.is_moment else step.ends_before


def _stretch(step: Step, line: Any) -> dict[str, str]:
    found = stretch_of(step.starts_on, _end(step), line)
    width = max(found.width, LEAST_WIDTH)
    draft = isinstance(step.row, Placement) and step.row.state == PlacementState.DRAFT
    look = "point" if step.is_moment else "draft" if draft else "held"
    return {"offset": _percent(min(found.offset, WHOLE - width)), "width": _percent(width), "look": look}


def _percent(number: float) -> str:
    """As SVG reads it, whatever the language."""
    return f"{number:.2f}"


def _described(steps: Sequence[Step]) -> str:
    first = min(step.starts_on for step in steps)
    text = ngettext("%(count)s step, since %(day)s", "%(count)s steps, the first on %(day)s", len(steps))
    return text % {"count": localised.number(len(steps)), "day": localised.day(first)}

"""What a funding dossier holds: chosen figures, evidence, what is lacking; and what has changed since it was frozen."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from etabli.attendance.queries.months import unsettled
from etabli.cpom.access import CpomRight
from etabli.cpom.models import Contract, Dossier, DossierEvidence, Objective
from etabli.cpom.queries.contracts import Regional, agreed
from etabli.cpom.queries.figures import Want, measured
from etabli.cpom.queries.progress import Span, target_over
from etabli.cpom.states import DossierState, Gap
from etabli.indicators.definitions import definitions
from etabli.indicators.queries import Figure
from etabli.kit.wording import as_text
from etabli.org.models import Establishment, User

Content = dict[str, Any]
"""What is frozen, as JSON: `contract`, `title`, `asked`, `from`, `to`, `figures`, `evidence`, `gaps`."""


def dossiers_of(user: User, place: Establishment, right: str = CpomRight.READ) -> QuerySet[Dossier]:
    rows = Dossier.objects.visible_to(user, place, right)
    return rows.select_related("contract__establishment__association", "frozen_by")


def evidence_of(user: User, place: Establishment, right: str = CpomRight.READ) -> QuerySet[DossierEvidence]:
    return DossierEvidence.objects.visible_to(user, place, right).select_related("dossier")


def content_of(dossier: Dossier, on: date) -> Content:
    """All that the dossier says on a day. Objectives set for a person are not in it: it names nobody."""
    figures = figures_now(dossier)
    evidence = [{"title": row.title, "reference": row.reference, "words": row.words} for row in dossier.evidence.all()]
    return {
        "contract": dossier.contract.name,
        "title": dossier.title,
        "asked": dossier.asked,
        "from": dossier.starts_on.isoformat(),
        "to": dossier.ends_before.isoformat(),
        "figures": figures,
        "evidence": evidence,
        "gaps": _gaps(dossier, figures, evidence, on),
    }


def figures_now(dossier: Dossier) -> list[dict[str, Any]]:
    """Each chosen figure as it is now: what it is made of, the target of the contract and that of the region."""
    place, period = dossier.contract.establishment, dossier.period
    known = [code for code in dossier.chosen if code in definitions()]
    found = measured(place, [Want(code, period) for code in known])
    regional = Regional.of(place)
    targets = _targets(dossier.contract, period.last_day)
    rows = []
    for code in known:
        figure = found.get(Want(code, period))
        prevailing = regional.on(code, period.last_day)
        rows.append(
            {
                "code": code,
                "version": definitions()[code].version,
                **_measured(figure),
                "target": targets.get(code),
                "regional": None if prevailing is None else [prevailing.direction, prevailing.value, prevailing.source],
            }
        )
    return rows


def _measured(figure: Figure | None) -> dict[str, Any]:
    if figure is None or figure.refusal is not None:
        return {"num": None, "den": None, "refusal": _refused(figure)}
    return {"num": figure.num, "den": figure.den, "refusal": None}


def _refused(figure: Figure | None) -> list[Any]:
    """The code of a refusal and its facts as text: worded when it is read, in the language of whoever reads."""
    if figure is None or figure.refusal is None:
        return []
    return [figure.refusal.code, {name: as_text(value) for name, value in figure.refusal.facts.items()}]


def _targets(contract: Contract, day: date) -> dict[str, list[Any]]:
    """By figure: direction and target (fraction or count) of the establishment's objective that holds on a day."""
    rows = Objective.objects.filter(contract=contract, workshop=None, work_group=None, person=None)
    found: dict[str, list[Any]] = {}
    for one in agreed(list(rows)):
        terms = one.on(day)
        if terms is None:
            continue
        for span in (Span(day.year, contract.period, None), Span(None, contract.period, None)):
            target, _ = target_over(terms, span)
            if target is not None:
                found.setdefault(terms.measure, [terms.direction, target])
    return found


def _gaps(
    dossier: Dossier, figures: list[dict[str, Any]], evidence: list[dict[str, str]], on: date
) -> list[dict[str, Any]]:
    """What is lacking, as codes and facts: `wording.gap_worded` says it in the reader's language."""
    years = (
        f"{dossier.starts_on.year}"
        if dossier.starts_on.year == dossier.period.last_day.year
        else (f"{dossier.starts_on.year}–{dossier.period.last_day.year}")
    )
    found: list[dict[str, Any]] = []
    if dossier.contract.signed_on is None:
        found.append({"code": Gap.NOT_SIGNED, "facts": {}})
    if not evidence:
        found.append({"code": Gap.NO_EVIDENCE, "facts": {}})
    for row in figures:
        facts = {"figure": row["code"], "years": years}
        if row["num"] is None:
            found.append({"code": Gap.NOT_GIVEN, "facts": facts | {"refusal": row["refusal"]}})
        elif row["den"] == 0:
            found.append({"code": Gap.UNDEFINED, "facts": facts})
        if row["target"] is None and row["regional"] is None:
            found.append({"code": Gap.NO_TARGET, "facts": facts})
    still = unsettled(dossier.contract.establishment, dossier.period, on)
    if still.open_months:
        months = [month.isoformat() for month in still.open_months]
        facts = {"open_months": months, "awaited": still.awaited, "missing": still.missing}
        found.append({"code": Gap.PROVISIONAL, "facts": facts})
    return found


def digest_of(content: Mapping[str, Any]) -> str:
    """The SHA-256 of what is frozen, whatever the order in which a database keeps it."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True)
class Difference:
    """A figure that is no longer what was frozen. `now` None: its definition is gone."""

    code: str
    frozen: dict[str, Any]
    now: dict[str, Any] | None


def differences(dossier: Dossier) -> list[Difference]:
    """What has changed since the dossier was frozen; none for a draft."""
    if dossier.state != DossierState.FROZEN or dossier.content is None:
        return []
    now = {row["code"]: row for row in _as_json(figures_now(dossier))}
    return [
        Difference(row["code"], row, now.get(row["code"]))
        for row in dossier.content["figures"]
        if _told(row) != _told(now.get(row["code"]))
    ]


def _told(row: dict[str, Any] | None) -> Any:
    """What of a figure is compared. The facts of a refusal are written in a language: its code tells enough."""
    if row is None:
        return None
    return {**row, "refusal": (row["refusal"] or [""])[0]}


def _as_json(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """As the database gives it back, so that only what differs differs."""
    read: list[dict[str, Any]] = json.loads(json.dumps(rows))
    return read


def is_intact(dossier: Dossier) -> bool:
    """True when the content is that of which the digest was taken."""
    return dossier.content is not None and digest_of(dossier.content) == dossier.digest

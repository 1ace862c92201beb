"""Writes of funding dossiers. Once frozen, the database itself keeps them as they are."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localtime

from etabli.cpom import rules
from etabli.cpom.models import Contract, Dossier, DossierEvidence
from etabli.cpom.queries.dossiers import content_of, digest_of
from etabli.cpom.states import DossierState
from etabli.indicators.definitions import definitions
from etabli.org.models import User


@dataclass(frozen=True)
class DossierSpec:
    """What is asked, and with which figures. `ends_before` is excluded; `chosen`: codes of definitions."""

    title: str
    asked: str
    starts_on: date
    ends_before: date
    chosen: Sequence[str]


@transaction.atomic
def save_dossier(
    *, contract: Contract, spec: DossierSpec, row: Dossier | None, by: User | None, at: datetime
) -> Dossier:
    """Make a draft, or change one.

    Refusals `cpom_name_empty`, `cpom_ends_before_it_starts`, `cpom_too_long`, `cpom_no_figure_chosen`,
    `cpom_measure_unknown`, `cpom_dossier_frozen`.
    """
    rules.check_name(spec.title)
    rules.check_days(spec.starts_on, spec.ends_before)
    rules.check_chosen(spec.chosen)
    kind = contract.establishment.kind
    known = {code for code, one in definitions().items() if kind in one.kinds}
    for code in spec.chosen:
        rules.check_figure(code, known)
    dossier = Dossier(contract=contract) if row is None else _draft(row)
    dossier.title, dossier.asked = spec.title.strip(), spec.asked.strip()
    dossier.starts_on, dossier.ends_before = spec.starts_on, spec.ends_before
    dossier.chosen = list(dict.fromkeys(spec.chosen))
    dossier.save()
    return dossier


@transaction.atomic
def add_evidence(
    *, dossier: Dossier, title: str, reference: str, words: str, by: User | None, at: datetime
) -> DossierEvidence:
    """Refusals `cpom_name_empty`, `cpom_dossier_frozen`."""
    rules.check_name(title)
    return DossierEvidence.objects.create(
        dossier=_draft(dossier), title=title.strip(), reference=reference.strip(), words=words.strip()
    )


@transaction.atomic
def remove_evidence(*, row: DossierEvidence, by: User | None, at: datetime) -> None:
    """The journal keeps it. Refusal `cpom_dossier_frozen`."""
    _draft(row.dossier)
    row.delete()


@transaction.atomic
def remove_dossier(*, row: Dossier, by: User | None, at: datetime) -> None:
    """A draft, with its evidence; the journal keeps them. Refusal `cpom_dossier_frozen`."""
    draft = _draft(row)
    draft.evidence.all().delete()
    draft.delete()


@transaction.atomic
def freeze_dossier(*, row: Dossier, by: User | None, at: datetime) -> Dossier:
    """From now on what it says is never changed. Refusal `cpom_dossier_frozen`."""
    dossier = _draft(row)
    # As the database gives it back: its digest is taken of what will be read.
    dossier.content = json.loads(json.dumps(content_of(dossier, localtime(at).date())))
    dossier.digest = digest_of(dossier.content)
    dossier.state, dossier.frozen_at, dossier.frozen_by = DossierState.FROZEN.value, at, by
    dossier.save()
    return dossier


def _draft(row: Dossier) -> Dossier:
    """The row as it stands, kept for us until the end. Refusal `cpom_dossier_frozen`."""
    found = Dossier.objects.select_for_update(of=("self",)).select_related("contract__establishment").get(pk=row.pk)
    rules.check_draft(found.state)
    return found

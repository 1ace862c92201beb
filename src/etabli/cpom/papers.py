"""The papers of the contract: for the management dialogue, and of a funding dossier. They name nobody."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext

from etabli.cpom import dossier_showing, showing
from etabli.cpom.boards import basin_shown, progress_board
from etabli.cpom.models import BasinRow, Contract, Dossier, Objective
from etabli.cpom.queries.dossiers import content_of
from etabli.kit import localised
from etabli.kit.papers import drawings, made, paper, setting

MOST_DRAWN = 4
"""Charts of the paper: the first objectives that have two years to show."""


def dialogue(contract: Contract, objectives: Sequence[Objective], *, made_by: str, on: date) -> bytes:
    """The paper for the management dialogue, two to four pages, in the present language."""
    return paper("etabli.cpom", "dialogue", dialogue_contents(contract, objectives, made_by=made_by, on=on))


def dialogue_contents(contract: Contract, objectives: Sequence[Objective], *, made_by: str, on: date) -> dict[str, Any]:
    """All that the paper says, as plain values."""
    board = progress_board(contract, objectives, lambda code: "", on)
    basin = BasinRow.objects.filter(establishment=contract.establishment).order_by("indicator", "-year")
    return {
        **_frame(contract, gettext("Management dialogue: %(name)s") % {"name": contract.name}, made_by, on),
        "provisional": [board["provisional"].title, board["provisional"].text],
        "objectives": [_objective(row) for row in board["objectives"]],
        "charts": _charts(board["progress"]),
        "legend": showing.legend(),
        "gaps": board["gaps"],
        "basin": [list(basin_shown(row).values()) for row in basin],
        "words": {**_words(), **_dialogue_words()},
    }


def _frame(contract: Contract, title: str, made_by: str, on: date) -> dict[str, Any]:
    place = contract.establishment
    shown = showing.contract_shown(contract, on)
    return {
        **setting(on),
        "title": title,
        "place": [
            [gettext("Establishment"), f"{place.name} ({place.finess})"],
            [gettext("Association"), place.association.name],
            [gettext("Contract"), contract.name],
            [gettext("Holds"), shown["days"]],
            [gettext("Signed on"), shown["signed"] or "–"],
            [gettext("Paper made"), made(on, made_by)],
        ],
        "parties": _parties(contract),
    }


def _parties(contract: Contract) -> str:
    lines = [line for line in contract.parties.splitlines() if line.strip()]
    return localised.colon(gettext("Parties"), " · ".join(lines)) if lines else ""


def _objective(row: Mapping[str, Any]) -> dict[str, Any]:
    """An objective as the paper has it: its years, then the whole of the contract."""
    return {
        "title": f"{row['position']}. {row['wording']}",
        "facts": [row["measure"], row["horizon"], row["level"], row["source"]],
        "withdrawn": row["withdrawn"],
        "comment": row["comment"],
        "cells": [_cell(cell) for cell in (*row["years"], row["whole"])],
        "comments": [[cell["span"], localised.colon("", cell["comment"])] for cell in row["years"] if cell["comment"]],
    }


def _cell(cell: Mapping[str, Any]) -> list[str]:
    """Span, value, target, standing, regional target, its standing."""
    value = f"{cell['value']} *" if cell["provisional"] and cell["value"] else cell["value"]
    return [
        "\n".join(filter(None, [cell["label"], cell["to_date"]])),
        value or "–",
        cell["target"] or "–",
        cell["status"].get("label", ""),
        cell["regional"] or "–",
        cell["regional_status"].get("label", ""),
    ]


def _charts(progress: Sequence[Any]) -> list[dict[str, str]]:
    """The first drawings; none that cannot be drawn."""
    told = [row for row in progress if showing.is_drawn(row)][:MOST_DRAWN]
    return drawings(showing.picture_of(row) for row in told)


def _words() -> dict[str, str]:
    return {
        "gaps": gettext("What is lacking"),
        "no_gaps": gettext("Nothing is lacking."),
        "target": gettext("Target of the contract"),
        "regional": gettext("Target of the region"),
        "value": gettext("Value"),
        "standing": gettext("Standing"),
    }


def _dialogue_words() -> dict[str, str]:
    return {
        "objectives": gettext("Objectives"),
        "none": gettext("The contract has no objective yet."),
        "span": gettext("Year"),
        "withdrawn": gettext("Withdrawn from"),
        "comment": gettext("Comment"),
        "charts": gettext("Year by year"),
        "basin": gettext("The job basin"),
        "indicator": gettext("Indicator"),
        "source": gettext("Source"),
        "no_basin": gettext("No number on the job basin is written down."),
        "prevails": gettext("Where both hold, the target of the region prevails: the regional health scheme binds."),
        "star": gettext("* provisional"),
        "foot": gettext(
            "Every figure can be opened in Établi, with its formula, its source and the half-days that make it. This"
            " paper names nobody; objectives set for a person are left out."
        ),
    }


# ---------------------------------------------------------------- funding dossier


def dossier_paper(dossier: Dossier, *, made_by: str, on: date) -> bytes:
    """A funding dossier: as it was frozen, with what has changed since; else as it is now, marked as a draft."""
    return paper("etabli.cpom", "dossier", dossier_contents(dossier, made_by=made_by, on=on))


def dossier_contents(dossier: Dossier, *, made_by: str, on: date) -> dict[str, Any]:
    """All that the paper says, as plain values."""
    content = dossier.content if dossier.content is not None else content_of(dossier, on)
    shown = dossier_showing.shown(dossier, content)
    return {
        **_frame(dossier.contract, content["title"], made_by, on),
        "asked": content["asked"],
        "period": shown["period"],
        "state": shown["seal"],
        "figures": [
            [row["label"], row["value"], row["division"], row["target"], row["regional"]] for row in shown["figures"]
        ],
        "evidence": [[row["title"], row["reference"], row["words"]] for row in content["evidence"]],
        "gaps": shown["gaps"],
        "differences": [[row["label"], localised.colon("", row["sentence"])] for row in shown["differences"]],
        "words": {**_words(), **_dossier_words()},
    }


def _dossier_words() -> dict[str, str]:
    return {
        "asked": gettext("What is asked"),
        "figures": gettext("Figures"),
        "figure": gettext("Figure"),
        "evidence": gettext("Pieces of evidence"),
        "no_evidence": gettext("No evidence is referred to."),
        "differences": gettext("What has changed since"),
        "foot": gettext(
            "Every figure can be opened in Établi, with its formula, its source and the half-days that make it. This"
            " paper names nobody."
        ),
    }

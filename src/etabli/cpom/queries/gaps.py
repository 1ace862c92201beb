"""What is lacking for a contract to be discussed: targets, figures, statements, signatures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from etabli.cpom.models import Contract
from etabli.cpom.queries.progress import Cell, Progress
from etabli.cpom.states import OTHER, Gap, Horizon, Standing
from etabli.kit.wording import sentence


@dataclass(frozen=True)
class Lacking:
    """`facts`: text for the words of the gap, see `wording.GAPS`."""

    code: Gap
    facts: dict[str, str] = field(default_factory=dict)


def lacking_of(contract: Contract, progress: Sequence[Progress]) -> list[Lacking]:
    """What is lacking, in the order of the contract; each year of an objective is named once."""
    found = [] if contract.signed_on else [Lacking(Gap.NOT_SIGNED)]
    if not progress:
        found.append(Lacking(Gap.NO_OBJECTIVE))
    for one in progress:
        found += _of_objective(one)
    return found


def _of_objective(one: Progress) -> Iterator[Lacking]:
    name = {"objective": f"{one.objective.position}. {one.terms.wording}"}
    cells = [one.whole] if one.terms.horizon == Horizon.TERM else [cell for cell in one.years if cell.terms is not None]
    aimless = [cell for cell in cells if cell.terms is not None and cell.target is None and not cell.target_words]
    if aimless:
        yield Lacking(Gap.NO_TARGET, name | {"years": _years(one, aimless)})
    begun = [cell for cell in cells if cell.terms is not None and cell.span.past is not None]
    silent = [cell for cell in begun if cell.standing == Standing.UNKNOWN and _measure(cell) == OTHER]
    if silent:
        yield Lacking(Gap.NOT_SAID, name | {"years": _years(one, silent)})
    by_reason: dict[str, list[Cell]] = {}
    for cell in begun:
        if cell.figure is not None and cell.figure.refusal is not None:
            by_reason.setdefault(sentence(cell.figure.refusal), []).append(cell)
    for why, held in by_reason.items():
        yield Lacking(Gap.NOT_GIVEN, name | {"years": _years(one, held), "why": why})
    undefined = [cell for cell in begun if cell.figure is not None and cell.figure.is_undefined]
    if undefined:
        yield Lacking(Gap.UNDEFINED, name | {"years": _years(one, undefined)})


def _measure(cell: Cell) -> str:
    return cell.terms.measure if cell.terms is not None else ""


def _years(one: Progress, cells: Sequence[Cell]) -> str:
    """The years of these cells; those of the contract for the whole of it."""
    held = [cell.span.year for cell in cells if cell.span.year is not None]
    every = held or [cell.span.year for cell in one.years if cell.span.year is not None]
    return ", ".join(map(str, every))

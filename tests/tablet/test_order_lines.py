"""An order line on a tablet: told with its reference and its day, worked on and counted as any activity."""

from __future__ import annotations

from datetime import date

from etabli.people.models import Restriction
from etabli.production import actions
from etabli.production.models import WorkFact
from tests import workplace as at_work
from tests.production.lines import change, ordered
from tests.tablet.conftest import Team, activity_of, outcomes, output, work


def laundry(team: Team) -> object:
    return team.place.workshops.get(code="BLA")


def test_lines_are_told_after_the_activities_those_due_first_first(team: Team) -> None:
    packing = activity_of(team, "PLI")
    late, soon = (ordered(laundry(team), team.place, due_on=date(2025, 3, day)) for day in (28, 14))  # type: ignore[arg-type]
    garden = ordered(team.place.workshops.get(code="EV"), team.place)
    told = team.tablet.data(team.instructor).json()["activities"]
    assert [row["key"] for row in told] == [packing.pk, soon.task.pk, late.task.pk]
    assert [row["code"] for row in told[1:]] == ["C2025-0002/1", "C2025-0001/1"]
    assert told[1]["name"] == "C2025-0002/1 · Mise sous pli" and "14" in told[1]["note"] and told[0]["note"] == ""
    assert garden.task.pk not in {row["key"] for row in told}
    change(soon.line, state="done")
    assert soon.task.pk not in {row["key"] for row in team.tablet.data(team.instructor).json()["activities"]}


def test_the_unit_is_told_of_one_and_of_several(team: Team) -> None:
    activity_of(team, "PLI")
    ordered(laundry(team), team.place)  # type: ignore[arg-type]
    own, line = team.tablet.data(team.instructor).json()["activities"]
    assert own["unit"] == own["units"] == "pièces"
    assert (line["unit"], line["units"]) == ("piece", "pieces")


def test_work_and_output_on_a_line_are_saved_by_the_tablet(team: Team) -> None:
    made = ordered(laundry(team), team.place)  # type: ignore[arg-type]
    ada, bruno, *_ = team.people
    sent = [work(team.instructor, who, made.task) for who in (ada, bruno)]
    assert outcomes(team.tablet.sync(*sent, output(team.instructor, made.task, 240_000))) == ["applied"] * 3
    facts = {row.subject_id: (row.minutes, row.good) for row in WorkFact.objects.filter(order_line=made.line.pk)}
    assert facts == {ada.pk: (210, 120_000), bruno.pk: (210, 120_000)}


def test_what_is_sent_late_on_a_line_that_was_closed_meanwhile_is_saved(team: Team) -> None:
    made = ordered(laundry(team), team.place)  # type: ignore[arg-type]
    task = made.task
    change(made.line, state="done")
    sent = (work(team.instructor, team.people[0], task), output(team.instructor, task, 5_000))
    assert outcomes(team.tablet.sync(*sent)) == ["applied", "applied"]
    assert WorkFact.objects.get(order_line=made.line.pk).good == 5_000


def test_a_task_says_whom_a_restriction_keeps_from_it_and_not_why(team: Team) -> None:
    made, packing = ordered(laundry(team), team.place), activity_of(team, "PLI")  # type: ignore[arg-type]
    spec = actions.OperationSpec("Porter", restriction="load")
    actions.save_operation(line=made.line, spec=spec, by=None, at=at_work.AT)
    ada, *_ = team.people
    held = {"kind": "load", "wording": "Pas plus de 10 kg", "starts_on": date(2025, 1, 1)}
    Restriction.objects.create(person=ada, reason="Raison fictive", **held)
    told = {row["key"]: row for row in team.tablet.data(team.instructor).json()["activities"]}
    assert told[made.task.pk]["against"] == {str(ada.pk): "Porter: Pas plus de 10 kg"}
    assert "Raison fictive" not in str(told) and told[packing.pk]["against"] == {}

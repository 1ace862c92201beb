"""What the tablet computes by itself is what the server computes: shares, minutes attended, what an act changes."""

from __future__ import annotations

import random
from typing import Any

import pytest
from django.utils import translation

from etabli.core.sharing_out import share_by_weight, share_out
from etabli.orders.states import SaleUnit
from etabli.orders.wording import units
from tests.tablet.journeys.scripts import node

pytestmark = pytest.mark.slow
SHARES = """
import { shareOut, shareByWeight } from "tablet/sharing.js";
const tried = (work) => { try { return work(); } catch (error) { return error.name; } };
console.log(JSON.stringify({
  out: given.out.map(([total, parts]) => tried(() => shareOut(total, parts))),
  weight: given.weight.map(([total, weights]) => shareByWeight(total, weights)),
}));
"""


def test_a_total_is_shared_as_on_the_server() -> None:
    seed = random.randrange(2**32)
    print("seed", seed)
    chance = random.Random(seed)
    out = [(total, parts) for total in (0, 1, 2, 7, 2100, 3001) for parts in range(15)]
    out += [(chance.randrange(10**9), chance.randrange(1, 40)) for _ in range(200)]
    weight = [(3, [1, 1]), (5, [0, 0, 0]), (10, [3, 1]), (0, [1]), (240_000, [210, 105, 0])]
    for _ in range(400):
        weights = [chance.choice((0, 1, 2, 3, 105, 209, 210)) for _ in range(chance.randrange(1, 9))]
        weight.append((chance.choice((1, 2, 3, 7, 10, 100, 240_000, 10**9 + 7)), weights))
    found = node(SHARES, {"out": out, "weight": weight})
    expected = ["RangeError" if parts <= 0 else share_out(total, parts) for total, parts in out]
    assert found["out"] == expected
    assert found["weight"] == [share_by_weight(total, weights) for total, weights in weight]


QUANTITIES = """
import { shareQuantity } from "tablet/sharing.js";
console.log(JSON.stringify(given.map(([total, weights]) => shareQuantity(total, weights))));
"""


def test_whole_pieces_stay_whole() -> None:
    cases = [(240_000, [1] * 7), (240_500, [1, 1]), (5_000, [210, 105]), (0, [1, 1]), (1_000, [1, 1, 1])]
    found = node(QUANTITIES, cases)
    assert [sum(shares) for shares in found] == [total for total, _ in cases]
    assert found[0] == [35_000] * 2 + [34_000] * 5
    assert found[1] == [120_250, 120_250]
    assert found[2] == [3_000, 2_000]
    assert found[4] == [1_000, 0, 0]


UNITS = """
globalThis.document = { documentElement: { lang: given.language } };
const { outputWords } = await import("tablet/looks.js");
const state = { activitiesBy: new Map([[9, { unit: given.one, units: given.several }]]) };
console.log(JSON.stringify(given.made.map((good) => outputWords(state, { activity: 9, good, rejected: 0 }).replace(/^[\\d\\s.,]+/, ""))));
"""


@pytest.mark.parametrize(
    ("language", "one", "several"), [("fr", "pièce", "pièces"), ("nl", "stuk", "stuks"), ("en", "piece", "pieces")]
)
def test_units_are_said_of_one_or_of_several_as_on_the_server(language: str, one: str, several: str) -> None:
    made = [0, 500, 1_000, 1_001, 1_500, 2_000, 21_000, 240_000, 1_000_000, 1_000_000_000]
    found = node(UNITS, {"language": language, "one": one, "several": several, "made": made})
    with translation.override(language):
        assert found == [units(SaleUnit.PIECE, quantity) for quantity in made]
    assert set(found) == {one, several}


# ---------------------------------------------------------------- what an act changes

TODAY = "2025-03-12"
BUNDLE: dict[str, Any] = {
    "made_at": "2025-03-12T10:00:00Z",
    "today": TODAY,
    "author": {"key": 7, "name": "Mona", "initials": "M"},
    "establishment": {"finess": "990000002", "name": "Les Tilleuls"},
    "workshops": [{"key": 1, "code": "BLA", "name": "Laundry", "mine": True}],
    "open": {"2025-03-11": [1, 1], TODAY: [1, 1], "2025-03-13": [1, 0]},
    "closed_months": ["2025-02"],
    "codes": [
        {"code": "PRE", "symbol": "P", "label": "Present", "tint": 1, "present": True, "absence": False, "usual": True},
        {"code": "MAL", "symbol": "M", "label": "Sick", "tint": 3, "present": False, "absence": True, "usual": False},
        {"code": "SOU", "symbol": "S", "label": "Support", "tint": 6, "present": True, "work": False, "usual": False},
    ],
    "groups": [{"key": 5, "name": "Red", "people": [1]}],
    "people": [
        {"key": 1, "first_name": "Ada", "last_name": "Abricot", "staff_number": "1", "workshop": 1, "groups": [5]},
        {"key": 2, "first_name": "Bo", "last_name": "Brugnon", "staff_number": "2", "workshop": 1, "groups": []},
    ],
    "half_days": {
        "1/2025-03-11/1": {
            "due": True, "minutes": 210, "state": "written", "hidden": False, "entry": "e1",
            "segments": [{"code": "PRE", "minutes": None, "workshop": None}],
        },
        "2/2025-03-11/1": {
            "due": True, "minutes": 210, "state": "written", "hidden": True, "entry": "e2", "segments": [], "like": "e2",
        },
        "1/2025-03-12/0": {"due": True, "minutes": 210, "state": "missing", "hidden": False, "entry": None, "segments": []},
        "2/2025-03-12/0": {"due": True, "minutes": 210, "state": "missing", "hidden": False, "entry": None, "segments": []},
        "1/2025-03-13/0": {"due": True, "minutes": 210, "state": "expected", "hidden": False, "entry": None, "segments": []},
    },
    "activities": [{"key": 9, "code": "F", "name": "Fold", "unit": "pieces", "workshop": 1, "off_site": False}],
    "causes": [], "work": {"1/2025-03-11/1": {"entry": "w1", "parts": [{"activity": 9, "minutes": None}]}},
    "outputs": [], "handover": [], "pictograms": [], "roles": [],
}  # fmt: skip
STATE = """
import { state } from "tablet/store.js";
import * as asking from "tablet/asking.js";
import * as acting from "tablet/acting.js";
const before = JSON.stringify(given.bundle);
const answers = given.cases.map(({ operations, ask }) => {
  const known = state(given.bundle, operations);
  const person = (key) => known.peopleBy.get(key);
  return new Function("known", "person", "place", "asking", "acting", "state", "given", `return ${ask}`)(
    known, person, { day: "2025-03-12", half: 0, team: "" }, asking, acting, state, given) ?? null;
});
if (before !== JSON.stringify(given.bundle)) throw new Error("the bundle was changed");
console.log(JSON.stringify(answers));
"""


def asked(*cases: tuple[list[dict[str, Any]], str]) -> list[Any]:
    """What the state after some operations answers to an expression."""
    given = {"bundle": BUNDLE, "cases": [{"operations": operations, "ask": ask} for operations, ask in cases]}
    answers: list[Any] = node(STATE, given)
    return answers


def written(
    identifier: str, code: str | None, acted_at: str = "2025-03-12T09:00:00.000Z", **changes: Any
) -> dict[str, Any]:
    segments = [] if code is None else [{"code": code, "minutes": None, "workshop": None}]
    act = {"id": identifier, "kind": "presence", "author": 7, "person": 1, "day": TODAY, "half": 0, "base": None}
    return {**act, "acted_at": acted_at, "segments": segments, **changes}


def test_an_act_is_seen_over_what_the_server_said() -> None:
    here = "known.half_days['1/2025-03-12/0']"
    present, gone = written("a", "PRE"), written("b", None, base="a")
    assert asked(
        ([], f"{here}.state"),
        ([present], f"[{here}.state, {here}.entry, {here}.due, {here}.minutes]"),
        ([present, gone], f"{here}.state"),
        ([written("c", None, day="2025-03-13")], "known.half_days['1/2025-03-13/0'].state"),
        ([written("d", "PRE", day="2025-03-20")], "known.half_days['1/2025-03-20/0'].due"),
    ) == ["missing", ["written", "a", True, 210], "missing", "expected", False]


def test_the_newest_act_stands_unless_the_other_one_knew_it() -> None:
    here = "known.half_days['1/2025-03-12/0'].segments[0].code"
    early, late = written("a", "PRE", "2025-03-12T08:00:00.000Z"), written("b", "MAL", "2025-03-12T09:00:00.000Z")
    over_late = written("c", "PRE", "2025-03-12T08:30:00.000Z", base="b")
    same_time = written("0", "PRE", "2025-03-12T09:00:00.000Z")
    assert asked(
        ([early, late], here), ([late, early], here), ([late, over_late], here), ([late, same_time], here),
    ) == ["MAL", "MAL", "PRE", "MAL"]  # fmt: skip


def test_what_another_wrote_here_is_no_reason_told() -> None:
    here = "known.half_days['1/2025-03-12/0'].hidden"
    assert asked(
        ([written("a", "MAL")], here),
        ([written("a", "MAL", author=8)], here),
        ([written("a", "PRE", author=8)], here),
        ([written("a", None, like="e2", segments=None)], here),
        ([written("a", None, like="e1", segments=None)], "known.half_days['1/2025-03-12/0'].segments[0].code"),
    ) == [False, True, False, True, "PRE"]


def test_of_a_reason_unseen_only_the_presence_is_known() -> None:
    ask = "[asking.isPresent(known, {h}), asking.minutesAtWork(known, {h})]"
    hidden = "{ state: 'written', hidden: true, minutes: 210, segments: [], attended: %s, present_minutes: %s }"
    assert asked(([], ask.format(h=hidden % ("true", 180))), ([], ask.format(h=hidden % ("false", 0)))) == [
        [True, 180],
        [False, 0],
    ]


def test_all_present_fills_only_what_is_empty() -> None:
    sick = written("a", "MAL")
    people = "acting.allPresent(known, place).map(({ person, base }) => [person, base])"
    assert asked(
        ([], people),
        ([sick], people),
        ([], "acting.allPresent(known, { ...place, team: 'group:5' }).map(({ person }) => person)"),
        ([], "acting.allPresent(known, { ...place, day: '2025-03-20' })"),
    ) == [[[1, None], [2, None]], [[2, None]], [1], []]


def test_same_as_last_time_takes_presence_and_tasks_of_those_who_were_there() -> None:
    assert asked(
        ([], "acting.sameAgain(known, place).map(({ kind, person }) => [kind, person])"),
        ([written("a", "MAL")], "acting.sameAgain(known, place)"),
        (
            [written("a", "PRE")],
            "acting.sameTasks(known, place).map(({ person, parts, workshop }) => [person, parts, workshop])",
        ),
        ([], "acting.sameTasks(known, place)"),
    ) == [[["presence", 1], ["work", 1]], [], [[1, [{"activity": 9, "minutes": None}], 1]], []]


def test_an_undo_restores_what_stood_even_unseen() -> None:
    undo = "acting.inverse(known, given.cases[{}].operations.at(-1))"
    over_hidden = written("a", "PRE", person=2, day="2025-03-11", half=1, base="e2")
    over_nothing = written("a", "PRE")
    made = {"id": "o", "kind": "output", "author": 7, "acted_at": "x", "base": None, "day": TODAY, "half": 0, "workshop": 1,
            "activity": 9, "good": 5000, "rejected": 0, "cause": None, "rule": "equal", "shares": [], "corrects": None}  # fmt: skip
    told = {
        "id": "h",
        "kind": "handover",
        "author": 7,
        "acted_at": "x",
        "base": None,
        "workshop": 1,
        "to_role": "r",
        "text": "t",
    }
    hidden, nothing, output, message = asked(
        ([over_hidden], "acting.inverse(state(given.bundle, []), given.cases[0].operations[0])"),
        ([over_nothing], "acting.inverse(state(given.bundle, []), given.cases[1].operations[0])"),
        ([made], "acting.inverse(state(given.bundle, []), given.cases[2].operations[0])"),
        ([told], undo.format(3)),
    )
    assert hidden["like"] == "e2" and hidden["base"] == "a" and "segments" not in hidden
    assert nothing["segments"] == [] and nothing["base"] == "a"
    assert (output["corrects"], output["good"]) == ("o", 0)
    assert message is None


def test_a_count_is_corrected_and_taken_back() -> None:
    made = {"id": "o", "kind": "output", "author": 7, "acted_at": "x", "base": None, "day": TODAY, "half": 0, "workshop": 1,
            "activity": 9, "good": 5000, "rejected": 0, "cause": None, "rule": "equal", "shares": [], "corrects": None}  # fmt: skip
    more = {**made, "id": "p", "good": 6000, "corrects": "o"}
    back = {**made, "id": "q", "good": 0, "corrects": "p"}
    told = "known.outputs.map(({ id, root, good }) => [id, root, good])"
    assert asked(([made], told), ([made, more], told), ([made, more, back], told)) == [
        [["o", "o", 5000]],
        [["p", "o", 6000]],
        [],
    ]


def test_who_joins_is_in_the_team_at_once() -> None:
    join = {"id": "j", "kind": "join", "author": 7, "acted_at": "x", "base": None, "workshop": 1, "day": TODAY,
            "first_name": "Zoé", "staff_number": "99"}  # fmt: skip
    here = "asking.teamOf(known, place).map(({ key }) => key)"
    assert asked(
        ([join], here),
        ([{**join, "staff_number": "1"}], here),
        ([join, written("a", "PRE", person="j")], "asking.presentIn(known, place).map(({ key }) => key)"),
        ([join], "acting.allPresent(known, place).map(({ person }) => person)"),
    ) == [[1, 2, "j"], [1, 2], ["j"], [1, 2, "j"]]


def test_an_absence_over_days_takes_the_half_days_due() -> None:
    days = "acting.overDays(known, person(1), '2025-03-12', '2025-03-20', 'MAL').map(({ day, half }) => [day, half])"
    assert asked(([], days)) == [[[TODAY, 0], ["2025-03-13", 0]]]


def test_missed_time_leaves_the_rest_present() -> None:
    late = "acting.missed(known, [], 'MAL', 30, false)"
    early = "acting.missed(known, [{ code: 'MAL', minutes: null, workshop: null }], 'MAL', 15, true)"
    assert [[(part["code"], part["minutes"]) for part in parts] for parts in asked(([], late), ([], early))] == [
        [("MAL", 30), ("PRE", None)],
        [("PRE", None), ("MAL", 15)],
    ]


def test_minutes_at_work_are_those_the_server_counts() -> None:
    half = "asking.minutesAtWork(known, { state: 'written', minutes: 210, segments: %s })"
    part = "{ code: '%s', minutes: %s }"
    cases = [
        (half % f"[{part % ('PRE', 'null')}]", 210),
        (half % f"[{part % ('MAL', 30)}, {part % ('PRE', 'null')}]", 180),
        (half % f"[{part % ('PRE', 'null')}, {part % ('MAL', 'null')}]", 105),
        (half % f"[{part % ('PRE', 300)}]", 300),
        (half % f"[{part % ('SOU', 60)}, {part % ('PRE', 'null')}]", 150),
    ]
    assert asked(*[([], ask) for ask, _ in cases]) == [minutes for _, minutes in cases]

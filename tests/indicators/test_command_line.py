"""The worked cases on the command line: figures and their explanations as text and as JSON, refusals, exit codes."""

from __future__ import annotations

import json
from datetime import date

import pytest

from etabli.config.cli import main
from etabli.indicators.definitions import PATHWAYS
from etabli.org.actions import save_association
from etabli.org.models import Establishment
from tests.indicators.houses import crowd
from tests.workplace import (
    AT,
    MORNINGS,
    NUMBER,
    engage,
    type_days,
    week,
    workplace,
)

pytestmark = pytest.mark.django_db


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = main(list(words))
    told = capsys.readouterr()
    return code, told.out, told.err


@pytest.fixture
def in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    """The command line in this process, on the database of the test, and in English."""
    monkeypatch.setenv("ETABLI_LANGUAGE", "en")
    monkeypatch.setattr("etabli.config.cli._prepare", lambda: None)
    monkeypatch.setattr("etabli.config.cli.connections.close_all", lambda: None)
    # The checks look at the settings, which tests change on purpose.
    monkeypatch.setattr("django.core.management.base.BaseCommand.check", lambda *_, **__: None)


PERIOD = ("--from", "2025-01-01", "--to", "2026-01-01")
FIGURE_KEYS = {"code", "version", "value", "num", "den", "unit", "from", "to", "establishment"}


@pytest.fixture
def small() -> Establishment:
    """Four places, two full-timers and a half-timer, in December."""
    place = workplace(places=4)
    crowd(place, 2, starts_on=date(2025, 12, 22))
    crowd(place, 1, start=3, starts_on=date(2025, 12, 22), fraction=5_000, pattern=week(**MORNINGS))
    return place


@pytest.mark.usefixtures("in_english")
class TestCommandLine:
    def test_figures_as_json(self, andicat: Establishment, capsys: pytest.CaptureFixture[str]) -> None:
        code, out, _ = run(capsys, "figures", "--establishment", NUMBER, *PERIOD, "--json")
        document = json.loads(out)
        assert code == 0, document
        assert set(document) == {"figures"}
        by_code = {row["code"]: row for row in document["figures"]}
        assert by_code["blended_occupancy_rate"] == {
            "code": "blended_occupancy_rate",
            "version": 1,
            "value": 0.99,
            "num": 99,
            "den": 100,
            "unit": "persons/places",
            "from": "2025-01-01",
            "to": "2026-01-01",
            "establishment": NUMBER,
        }
        assert (by_code["theoretical_days"]["value"], by_code["theoretical_days"]["den"]) == (22_500, None)
        assert by_code["blended_days"]["value"] == 22_275
        assert all(set(row) - {"refusal"} == FIGURE_KEYS for row in document["figures"])

    def test_every_definition_is_listed(self, small: Establishment, capsys: pytest.CaptureFixture[str]) -> None:
        _, out, _ = run(capsys, "figures", "--establishment", NUMBER, *PERIOD, "--json")
        assert {row["code"] for row in json.loads(out)["figures"]} == {
            "paid_hours_activity_rate",
            "target_fulfilment_rate",
            "occupancy_rate",
            "occupancy_rate_adapted",
            "active_caseload",
            "active_caseload_rate",
            "blended_occupancy_rate",
            "theoretical_days",
            "blended_days",
            "blended_occupancy_rate_with_trainees",
            "part_time_share",
            "headcount",
            "fte",
            "trainee_days",
            "absence_days",
            "absence_spells",
            "mean_spell_length",
            "mean_absence_days",
            "absence_days_by_notice",
            "over_capacity_hours",
            "quoted_hours_rate",
            "productivity",
            "quantity_fulfilment_rate",
            "on_time_delivery_rate",
            "reject_rate",
            "customer_return_rate",
            "hourly_yield",
            "load_rate",
            *PATHWAYS,
        }

    def test_chosen_figures(self, small: Establishment, capsys: pytest.CaptureFixture[str]) -> None:
        words = ("figures", "--establishment", NUMBER, *PERIOD, "--code", "fte", "--code", "headcount", "--json")
        code, out, _ = run(capsys, *words)
        assert code == 0
        assert {row["code"]: row["value"] for row in json.loads(out)["figures"]} == {"headcount": 3, "fte": 2.5}

    def test_beneath_each_figure_stands_the_code_that_explain_asks_for(
        self, small: Establishment, capsys: pytest.CaptureFixture[str]
    ) -> None:
        words = ("figures", "--establishment", NUMBER, *PERIOD)
        listed = [row["code"] for row in json.loads(run(capsys, *words, "--json")[1])["figures"]]
        lines = run(capsys, *words)[1].splitlines()
        assert [line.strip() for line in lines[1::2]] == listed
        assert all(len(line) <= 60 for line in lines[1::2])

    def test_a_count_has_its_unit_unless_its_label_says_it(self, capsys: pytest.CaptureFixture[str]) -> None:
        place = workplace(places=4)
        crowd(place, 1, starts_on=date(2025, 12, 22), fraction=5_000, pattern=week(**MORNINGS))
        told = run(capsys, "figures", "--establishment", NUMBER, *PERIOD)[1].splitlines()[::2]
        assert {"Headcount: 1 person", "Full-time equivalents: 0.50"} <= set(told)
        assert "Trainee days: 0" in told

    def test_a_refused_figure_is_null_in_a_list(self, small: Establishment, capsys: pytest.CaptureFixture[str]) -> None:
        code, out, _ = run(capsys, "figures", "--establishment", NUMBER, *PERIOD, "--json")
        (refused,) = [row for row in json.loads(out)["figures"] if "refusal" in row]
        assert code == 0
        assert (refused["code"], refused["value"], refused["num"]) == ("target_fulfilment_rate", None, None)
        assert refused["refusal"]["code"] == "target_missing" and "2025" in refused["refusal"]["message"]

    def test_asp_figures_want_month_boundaries(self, small: Establishment, capsys: pytest.CaptureFixture[str]) -> None:
        days = ("--from", "2025-01-01", "--to", "2025-01-15")
        code, out, _ = run(capsys, "figures", "--establishment", NUMBER, *days, "--json")
        refused = {
            row["code"]
            for row in json.loads(out)["figures"]
            if row.get("refusal", {}).get("code") == "month_boundaries"
        }
        assert code == 0 and refused == {"paid_hours_activity_rate", "over_capacity_hours"}

    def test_a_refused_figure_asked_alone_exits_1(
        self, small: Establishment, capsys: pytest.CaptureFixture[str]
    ) -> None:
        words = ("figures", "--establishment", NUMBER, *PERIOD, "--code", "target_fulfilment_rate")
        code, out, _ = run(capsys, *words, "--json")
        document = json.loads(out)
        assert code == 1
        (refused,) = document["figures"]
        assert refused["value"] is None and refused["refusal"]["code"] == "target_missing"
        code, out, err = run(capsys, *words)
        assert code == 1 and "2025" in err and "Traceback" not in err

    def test_an_undefined_ratio_is_null_without_refusal(self, capsys: pytest.CaptureFixture[str]) -> None:
        workplace()
        words = ("figures", "--establishment", NUMBER, *PERIOD, "--code", "part_time_share", "--json")
        code, out, _ = run(capsys, *words)
        (row,) = json.loads(out)["figures"]
        assert code == 0 and (row["value"], row["num"], row["den"]) == (None, 0, 0) and "refusal" not in row

    def test_explain_as_json(self, small: Establishment, capsys: pytest.CaptureFixture[str]) -> None:
        code, out, _ = run(capsys, "explain", "blended_occupancy_rate", "--establishment", NUMBER, *PERIOD, "--json")
        document = json.loads(out)
        assert code == 0
        assert FIGURE_KEYS | {"formula", "source", "exclusions", "rows"} <= set(document)
        assert (document["value"], document["num"]) == (0.6875, 2.75)
        assert sum(row["num"] for row in document["rows"]) == 2.75
        assert sum(row["den"] for row in document["rows"]) == 4
        persons = [row for row in document["rows"] if row["subject"] is not None]
        assert len(persons) == 3 and {"subject", "num", "den"} <= set(persons[0])
        assert {row["num"] for row in persons} == {1, 0.75}
        assert "ANDICAT" in document["source"] and document["formula"]

    def test_explain_lists_what_is_left_out(self, capsys: pytest.CaptureFixture[str]) -> None:
        place = workplace(places=1)
        who = engage(place)
        monday, tuesday = date(2025, 3, 3), date(2025, 3, 4)
        type_days(place, who, monday)
        type_days(place, who, tuesday, "INJ")
        month = ("--from", "2025-03-01", "--to", "2025-04-01")
        _, out, _ = run(capsys, "explain", "paid_hours_activity_rate", "--establishment", NUMBER, *month, "--json")
        document = json.loads(out)
        assert document["exclusions"] == [
            {"reason": "missing", "count": 38, "num": 0},
            {"reason": "unjustified", "count": 2, "num": 0},
        ]
        assert sum(row["num"] for row in document["rows"]) == pytest.approx(document["num"])

    @pytest.mark.parametrize(
        ("words", "expected"),
        [
            (("figures", "--establishment", "990000036", *PERIOD), 1),  # not run here
            (("explain", "headcount", "--establishment", "990000036", *PERIOD), 1),
            (("explain", "target_fulfilment_rate", "--establishment", NUMBER, *PERIOD), 1),
            (("figures", "--scope", "departement:38", *PERIOD), 1),
            (("figures", *PERIOD), 2),  # neither establishment nor scope
            (("figures", "--establishment", NUMBER, "--from", "2025-01-01"), 2),
            (("figures", "--establishment", NUMBER, "--from", "01/01/2025", "--to", "2026-01-01"), 2),
            (("figures", "--establishment", NUMBER, "--from", "2025-01-01", "--to", "2025-01-01"), 2),
            (("figures", "--establishment", NUMBER, *PERIOD, "--code", "happiness"), 2),
            (("explain", "happiness", "--establishment", NUMBER, *PERIOD), 2),
        ],
    )
    def test_exit_codes(
        self, small: Establishment, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], expected: int
    ) -> None:
        code, _, err = run(capsys, *words)
        assert code == expected and err and "Traceback" not in err

    def test_a_refusal_is_one_json_document(self, capsys: pytest.CaptureFixture[str]) -> None:
        code, out, _ = run(capsys, "figures", "--establishment", "990000036", *PERIOD, "--json")
        assert code == 1 and json.loads(out)["refusal"]["code"] == "no_such_establishment"

    def test_over_an_association(self, capsys: pytest.CaptureFixture[str]) -> None:
        first = workplace(association="Association fictive")
        second = workplace(finess="990000010", name="Les Ormes", association="Association fictive")
        engage(first, "1")
        engage(second, "2")
        for scope in ("association", "association:Association fictive", "nation:FR", "nation", "departement:99"):
            words = ("figures", "--scope", scope, *PERIOD, "--code", "headcount", "--json")
            code, out, _ = run(capsys, *words)
            (row,) = json.loads(out)["figures"]
            assert (code, row["value"]) == (0, 2), scope
            assert row["establishment"] is None

    def test_a_scope_is_answered_as_one_types_it(self, capsys: pytest.CaptureFixture[str]) -> None:
        """Never by its key in the database; and what is answered may be asked."""
        engage(workplace(association="Association fictive"), "1")
        save_association(name="Association fictive", siren="990000002", by=None, at=AT)
        for asked, answered in (
            ("association", "association:Association fictive"),
            ("association:990 000 002", "association:Association fictive"),
            ("Association: association FICTIVE", "association:Association fictive"),
            ("département:99", "departement:99"),
            ("nation:fr", "nation:FR"),
        ):
            for words in (("figures", "--code", "headcount"), ("explain", "headcount")):
                for scope in (asked, answered):
                    code, out, _ = run(capsys, *words, "--scope", scope, *PERIOD, "--json")
                    document = json.loads(out)
                    row = document["figures"][0] if "figures" in document else document
                    assert (code, row["scope"], row["establishment"], row["value"]) == (0, answered, None, 1), scope

    def test_a_scope_nobody_knows_lists_those_there_are(self, capsys: pytest.CaptureFixture[str]) -> None:
        workplace(association="Association fictive")
        for asked in (
            "association:Autre",
            "association:1",
            "nation:BE",
            "departement:38",
            "establishment:990000002",
            "",
        ):
            words = ("figures", "--scope", asked or "?", *PERIOD, "--code", "headcount", "--json")
            code, out, _ = run(capsys, *words)
            refusal = json.loads(out)["refusal"]
            assert (code, refusal["code"]) == (1, "scope_unknown")
            assert "association:Association fictive, departement:99, nation:FR" in refusal["message"]

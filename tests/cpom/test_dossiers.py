"""A funding dossier: frozen, it never changes; what changes in the facts shows beside it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import translation
from pypdf import PdfReader

from etabli.core.refusal import Refusal
from etabli.cpom import dossier_showing, papers
from etabli.cpom.actions.dossiers import add_evidence, freeze_dossier, remove_dossier, remove_evidence, save_dossier
from etabli.cpom.forms.dossiers import DossierForm
from etabli.cpom.models import Contract, Dossier, DossierEvidence
from etabli.cpom.queries.dossiers import content_of, differences, digest_of, is_intact
from etabli.cpom.states import DossierState
from etabli.org.models import Establishment
from tests import workplace as small
from tests.cpom import promised
from tests.cpom.promised import TODAY, WHO
from tests.once import made_once

pytestmark = pytest.mark.django_db
world = made_once(promised.world)
CHOSEN = ["occupancy_rate", "absence_days"]


@pytest.fixture
def contract(world: Any) -> Contract:
    return promised.contract(Establishment.objects.get(pk=world["place"].pk))


@pytest.fixture
def frozen(contract: Contract) -> Dossier:
    promised.objective(contract)
    promised.regional(contract.establishment)
    row = promised.dossier(contract, chosen=CHOSEN)
    add_evidence(dossier=row, title="Deliberation", reference="2025-12", words="", **WHO)
    return freeze_dossier(row=row, **WHO)


def test_it_holds_its_figures_with_both_targets(frozen: Dossier) -> None:
    assert frozen.content is not None
    rate, count = frozen.content["figures"]
    assert rate["target"] == ["at_least", 0.95] and rate["regional"][1] == 9800
    assert rate["num"] == 42 and rate["den"] == 2 * 225
    assert count["num"] == 1 and count["den"] is None and count["target"] is None
    assert [row["code"] for row in frozen.content["gaps"]][0] == "no_target"


def test_nothing_differs_until_the_facts_change(frozen: Dossier, world: Any) -> None:
    assert differences(frozen) == [] and is_intact(frozen)
    small.type_days(frozen.contract.establishment, world["people"][1], date(2025, 4, 7))
    (found,) = differences(frozen)
    assert (found.code, found.frozen["num"], found.now and found.now["num"]) == ("occupancy_rate", 42, 43)
    (told,) = dossier_showing.shown(frozen, frozen.content)["differences"]
    assert "9,33" in told["sentence"] and "9,56" in told["sentence"]
    frozen.refresh_from_db()
    assert frozen.content is not None and frozen.content["figures"][0]["num"] == 42 and is_intact(frozen)


def test_a_target_that_changes_is_a_difference_too(frozen: Dossier) -> None:
    promised.objective(frozen.contract, measure="absence_days", aim=promised.Aim(3), direction="at_most")
    (found,) = differences(frozen)
    assert found.code == "absence_days" and found.now is not None and found.now["target"] == ["at_most", 3.0]


def test_what_is_frozen_is_refused_by_actions_and_by_the_database(frozen: Dossier) -> None:
    evidence = frozen.evidence.get()
    spec = _spec(frozen)
    for act in (
        lambda: save_dossier(contract=frozen.contract, spec=spec, row=frozen, **WHO),
        lambda: add_evidence(dossier=frozen, title="More", reference="", words="", **WHO),
        lambda: remove_evidence(row=evidence, **WHO),
        lambda: remove_dossier(row=frozen, **WHO),
        lambda: freeze_dossier(row=frozen, **WHO),
    ):
        with pytest.raises(Refusal, match="cpom_dossier_frozen"):
            act()
    for table, key in ((Dossier, frozen.pk), (DossierEvidence, evidence.pk)):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE {table._meta.db_table} SET title = 'x' WHERE id = %s", [key])


def _spec(row: Dossier) -> Any:
    data = {"title": row.title, "starts_on": "2025-01-01", "last_day": "2025-12-31", "chosen": CHOSEN}
    form = DossierForm(data, contract=row.contract)
    assert form.is_valid()
    return form.spec()


def test_a_content_that_is_not_what_was_frozen_is_seen(frozen: Dossier) -> None:
    assert frozen.content is not None
    frozen.content = {**frozen.content, "title": "Another"}
    assert not is_intact(frozen)


def test_the_digest_is_that_of_the_content_in_any_order() -> None:
    assert digest_of({"a": 1, "b": [2, 3]}) == digest_of({"b": [2, 3], "a": 1}) != digest_of({"a": 1, "b": [3, 2]})


def test_a_draft_is_changed_and_removed_with_its_evidence(contract: Contract) -> None:
    row = promised.dossier(contract)
    add_evidence(dossier=row, title="Letter", reference="", words="", **WHO)
    with pytest.raises(Refusal, match="cpom_no_figure_chosen"):
        promised.dossier(contract, chosen=[])
    with pytest.raises(Refusal, match="cpom_measure_unknown"):
        promised.dossier(contract, chosen=["none"])
    remove_dossier(row=row, **WHO)
    assert not Dossier.objects.exists() and not DossierEvidence.objects.exists()


def test_what_is_lacking_is_listed(contract: Contract) -> None:
    row = promised.dossier(contract, chosen=["target_fulfilment_rate", "headcount"])
    found = [(gap["code"], gap["facts"].get("figure")) for gap in content_of(row, TODAY)["gaps"]]
    assert ("no_evidence", None) in found and ("not_given", "target_fulfilment_rate") in found
    assert ("provisional", None) in found


def test_what_was_lacking_is_told_in_the_language_of_whoever_reads(contract: Contract) -> None:
    row = promised.dossier(contract, chosen=["target_fulfilment_rate"])
    with translation.override("fr"):
        freeze_dossier(row=row, **WHO)
    row.refresh_from_db()
    with translation.override("en"):
        told = dossier_showing.shown(row, row.content)
    assert any("needs the target days of 2025" in gap for gap in told["gaps"])
    assert any("Months not closed: 2025" in gap for gap in told["gaps"])
    assert "needs the target days" in told["figures"][0]["division"] and differences(row) == []


def test_the_paper_says_what_was_frozen_and_what_changed(frozen: Dossier, world: Any, tmp_path: Any) -> None:
    assert frozen.state == DossierState.FROZEN
    small.type_days(frozen.contract.establishment, world["people"][1], date(2025, 4, 7))
    file = tmp_path / "dossier.pdf"
    file.write_bytes(papers.dossier_paper(frozen, made_by="Lou", on=TODAY))
    pdf = PdfReader(file)
    text = " ".join(" ".join(page.extract_text() for page in pdf.pages).replace("\u00a0", " ").split())
    assert frozen.digest in text.replace(" ", "") and "Deliberation" in text and "9,56" in text

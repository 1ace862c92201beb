"""Who reads which text of the support room, column by column and role by role, on every page: one table.

Each text of one person's rows is replaced by a word of its own; every page is opened by every role, and by someone outside
with a link to all that may be shared. The words seen are the table.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import Any

import pytest
from django.apps import apps
from django.db import models
from django.test import Client
from django.urls import reverse
from uuid_utils.compat import uuid7

from etabli.kit import rights
from etabli.org.states import Role
from etabli.people.models import Person, Restriction
from etabli.support.actions.consents import record_consent, save_purpose
from etabli.support.actions.shares import make_share
from etabli.support.models import Meeting, Plan, RefusedObservation, Signature
from etabli.support.states import SharedField
from tests import workplace as small
from tests.pages.addresses import addresses
from tests.pages.conftest import Everything
from tests.pages.conftest import everything as everything

LETTERS = {
    Role.INSTRUCTOR: "I",
    Role.EDUCATOR: "E",
    Role.HEAD_OF_SERVICE: "H",
    Role.DIRECTOR: "D",
    Role.SALES: "S",
    Role.ADMINISTRATION: "A",
    Role.AUDITOR: "U",
}
OUTSIDE = "X"
CODES = {"code", "token_digest", "secret", "language", "pictogram", "section", "schema", "code_shown", "activity_code"}
"""Columns whose values are codes: replaced, they would break the rows."""
OF_FIGURES = {"AssessedLevelFact", "SupportSessionFact", "WorkAdaptationFact", "EndedGoalFact", "TrainingFact"}
"""Derived codes, told as figures only: who reads those is in the tests of figures."""


def texts() -> list[tuple[type[models.Model], str]]:
    """Every column of the room that holds words."""
    found = []
    models_of_words = [row for row in apps.get_app_config("support").get_models() if row.__name__ not in OF_FIGURES]
    for model in [*models_of_words, Restriction]:
        for field in model._meta.concrete_fields:
            words = isinstance(field, models.CharField | models.TextField) and not field.choices
            if words and not isinstance(field, models.SlugField) and field.name not in CODES:
                found.append((model, field.name))
    return found


def mark(model: type[models.Model], column: str) -> str:
    """A word that is nowhere else: `qplantextqtextq`."""
    return f"q{model.__name__.lower()}q{column.replace('_', '')}q"


def meet(known: Everything) -> None:
    """A meeting and a signature of her plan, and an observation that was refused."""
    plan = Plan.objects.filter(person=known.samples["person"]).latest("pk")
    Meeting.objects.create(plan=plan, day=small.BEGINNING, kind="review", notes="…")
    Signature.objects.create(plan=plan, who="person", name="…", signed_on=small.BEGINNING, means="paper")
    moments = {"acted_at": small.AT, "received_at": small.AT}
    RefusedObservation.objects.create(id=uuid7(), establishment=known.place, payload="{}", refusal="…", **moments)


def marked() -> dict[str, str]:
    """Every text replaced; word to `Model.column`."""
    names = {}
    for model, column in texts():
        model._default_manager.all().update(**{column: mark(model, column)})
        names[mark(model, column)] = f"{model.__name__}.{column}"
    return names


def link(known: Everything) -> tuple[str, str]:
    who: dict[str, Any] = {"by": None, "at": small.AT}
    person = Person.objects.get(pk=known.samples["person"])
    words = {"code": "tout", "name": "Tout", "easy": "Tout.", "basis": "agreement"}
    purpose = save_purpose(establishment=known.place, **words, fields=[str(one) for one in SharedField], **who)
    record_consent(person=person, purpose=purpose, answer="agreed", means="spoken", **who)
    to = {"recipient": "Noa", "organisation": "", "reason": "Stage", "fields": purpose.fields}
    made = make_share(person=person, purpose=purpose, **to, expires_at=small.AT.replace(year=2026, month=3), **who)
    return made.token, made.number


def seen(known: Everything, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """`Model.column` to the letters of those who saw it on some page."""
    monkeypatch.setattr("etabli.support.views.shared.now", lambda: small.AT)
    token, number = link(known)
    meet(known)
    names = marked()
    # Those words and no others: tokens of forms are chance, and look like one now and then.
    marks = re.compile("|".join(names))
    letters: dict[str, set[str]] = defaultdict(set)

    def note(letter: str, answer: Any) -> None:
        if answer.status_code == 200 and not answer.streaming:
            for word in marks.findall(answer.content.decode("utf-8", "ignore")):
                letters[names[word]].add(letter)

    rooms = ("support:", "people:person", "people:restriction", "indicators:support", "tablet:data")
    pages = [one for one in addresses() if one.name.startswith(rooms)]
    for role, user in known.users.items():
        client = Client()
        client.force_login(user)
        for page in pages:
            path = page.path(known.samples)
            note(LETTERS[Role(role)], client.get(path))
            if page.name.endswith((":thread", ":panel")):
                note(LETTERS[Role(role)], client.get(path, headers={"HX-Request": "true"}))
    outside = Client()
    outside.post(reverse("shared", args=[token]), {"number": number})
    note(OUTSIDE, outside.get(reverse("shared", args=[token])))
    order = "".join([*LETTERS.values(), OUTSIDE])
    return {name: "".join(sorted(letters[name], key=order.index)) for name in names.values()}


TEAM, ALL = "EHD", "IEHD"
READS = {
    "Framework.title": ALL,
    "Framework.source": ALL,
    "ScaleLevel.label": ALL + OUTSIDE,
    "ScaleLevel.anchor": ALL,
    "ScaleLevel.anchor_easy": ALL,
    "Competence.title": ALL + OUTSIDE,
    "Competence.description": ALL,
    "Competence.easy": ALL,
    "Competence.external_code": ALL,
    "Profile.name": ALL,
    "OrdinaryWorkWill.words": TEAM,
    "Plan.ordinary_work_evidence": TEAM,
    "PlanText.text": TEAM,
    "Participant.name": TEAM,
    "Participant.contact": TEAM,
    "Participant.needed_for": TEAM,
    "Meeting.notes": TEAM,
    "Signature.name": TEAM,
    "Goal.wording": ALL + OUTSIDE,
    "Goal.measure": TEAM,
    "Goal.target": TEAM,
    "ActionKind.name": TEAM,
    "SupportAction.led_by_words": TEAM,
    "SupportAction.note": TEAM,
    "Adaptation.what": TEAM,
    "Adaptation.post": TEAM,
    "Training.title": TEAM + OUTSIDE,
    "Training.funder": TEAM,
    # An instructor reads those that she wrote: none of these.
    "Observation.text": TEAM,
    "Observation.task": TEAM,
    "Assessment.task": TEAM,
    "Assessment.comment": TEAM,
    "Assessment.order_line": TEAM,
    "RefusedObservation.payload": "",
    "RefusedObservation.refusal": "",
    "SharePurpose.name": TEAM + OUTSIDE,
    "SharePurpose.easy": TEAM,
    "Consent.easy": "",  # kept as evidence; only the subject file tells it
    "Consent.helper": TEAM,
    "Consent.words": TEAM,
    "Share.recipient": TEAM + OUTSIDE,
    "Share.organisation": TEAM,
    "Share.reason": TEAM,
    "FreeField.label": ALL,
    "FreeField.purpose": TEAM,
    # The field of these tests is opened to instructors; `test_free_data` has those that are not.
    "FreeValue.value": ALL,
    "Restriction.wording": ALL + OUTSIDE,
    "Restriction.reason": TEAM,
}
"""Who reads each text: I instructor, E educator, H head of service, D director, X outside by a link. Sales,
administration and auditors read none."""
OF_NOBODY = {"PlanSection", "Reliability", "EffortFile"}
"""Tables of settings without rows here: they say nothing of a person."""
WRITES = {
    # A plan, its texts and who takes part; actions, adaptations and training; meetings and signatures.
    "contract plan_begin plan_settings plan_text plan_move plan_amend plan_sign interview": TEAM,
    "will_add will will_withdraw will_resume": TEAM,
    "participant_add participant participant_remove": TEAM,
    "action_add action action_move session sessions session_remove": TEAM,
    "adaptation_add adaptation adaptation_for training_add training": TEAM,
    "goal_add goal goal_end goal_resume observation_goal": TEAM,
    "consent consent_withdraw share_add share_revoke": TEAM,
    # Each within her own: what she saw, and the fields that her role writes.
    "observe assess assess_undo self_assess assessment_correct assessment_withdraw free_data free_about": ALL,
    "framework_add framework_change framework_publish framework_revise framework_discard scale": "HD",
    "competence_add competence_restore competence competence_remove": "HD",
    "profile_add profile_restore profile_change profile_remove": "HD",
    "kind kind_add template reliability": "HD",
    "purpose_add purpose purpose_retire free_field_add free_field free_field_retire erase free_drop": "HD",
}
"""Pages that write, and who may send them."""


@pytest.mark.slow
def test_each_text_is_read_by_those_of_the_table_and_by_nobody_else(
    everything: Everything, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = {name: who for name, who in seen(everything, monkeypatch).items() if name.split(".")[0] not in OF_NOBODY}
    assert found == READS


def test_each_page_that_writes_is_in_the_table_with_those_who_may() -> None:
    pages = {one.name.removeprefix("support:"): one.access for one in addresses() if one.name.startswith("support:")}
    found = {
        name: "".join(letter for role, letter in LETTERS.items() if str(role) in rights.roles_with(access.do))
        for name, access in pages.items()
        if access is not None and access.do is not None
    }
    assert found == {name: who for names, who in WRITES.items() for name in names.split()}

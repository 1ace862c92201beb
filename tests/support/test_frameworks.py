"""Frameworks: drafted, published, revised; a version that was published never changes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from etabli.core.refusal import Refusal
from etabli.org.actions import Change
from etabli.org.models import Establishment
from etabli.support import actions, rules
from etabli.support.models import Assessment, Competence, Framework, Profile
from etabli.support.queries import asked_by, framework_spec
from etabli.support.rules import CompetenceSpec, LevelSpec
from tests import workplace as small
from tests.support.knowing import COUNT, PACK, SCALE, competence, level, published, rated, spec

WHO: dict[str, Any] = {"by": None, "at": small.AT}


def refused(code: str) -> Any:
    return pytest.raises(Refusal, match=f"^{code}")


def drafted(place: Establishment) -> Framework:
    draft = actions.add_framework(
        establishment=place, code="atelier", language="en", title="Works", levels=SCALE, **WHO
    )
    actions.save_competence(framework=draft, spec=PACK, **WHO)
    return draft


def test_a_draft_is_written_published_and_then_stays_as_it_is(place: Establishment) -> None:
    draft = drafted(place)
    actions.publish_framework(framework=draft, **WHO)
    row = Framework.objects.get()
    assert (row.state, row.version, row.scale_since, row.published_at) == ("published", 1, 1, small.AT)
    with refused("framework_not_a_draft"):
        actions.save_scale(framework=row, levels=SCALE, **WHO)
    with refused("framework_not_a_draft"):
        actions.save_competence(framework=row, spec=COUNT, **WHO)
    with refused("framework_not_a_draft"):
        actions.remove_competence(row=competence(row), **WHO)
    with refused("framework_not_a_draft"):
        actions.change_framework(framework=row, language="en", title="Other", source="", **WHO)
    with refused("framework_state_wrong"):
        actions.publish_framework(framework=row, **WHO)


def test_nothing_to_learn_is_not_published(place: Establishment) -> None:
    draft = actions.add_framework(establishment=place, code="vide", language="en", title="V", levels=SCALE, **WHO)
    with refused("framework_empty"):
        actions.publish_framework(framework=draft, **WHO)


def test_a_new_version_begins_as_a_copy_and_takes_the_place_of_the_one_before(
    place: Establishment, person: Any
) -> None:
    first = published(place)
    rated(first, person, {"PACK": 2})
    draft = actions.revise_framework(framework=first, **WHO)
    assert framework_spec(draft) == framework_spec(first) and draft.version == 2
    with refused("framework_drafted_already"):
        actions.revise_framework(framework=first, **WHO)
    actions.save_competence(framework=draft, spec=replace(PACK, code="SEAL", title="Seals a box"), **WHO)
    actions.publish_framework(framework=draft, **WHO)
    states = list(Framework.objects.order_by("version").values_list("state", "scale_since"))
    assert states == [("retired", 1), ("published", 1)]
    assert Assessment.objects.get().competence.framework == first


def test_a_scale_that_means_something_else_begins_a_new_line(place: Establishment) -> None:
    published(place)
    shown = tuple(replace(one, pictogram="star", anchor_easy="Other words") for one in SCALE)
    assert published(place, levels=shown).scale_since == 1
    other = (*SCALE[:2], LevelSpec("Alone", "In the rhythm of the workshop."), SCALE[3])
    assert (row := published(place, levels=other)).scale_since == row.version == 3
    assert published(place, levels=other, title="The same scale").scale_since == 3


def test_the_same_import_twice_changes_nothing(place: Establishment) -> None:
    def imported(**changes: Any) -> Change:
        options = {"publish": False, **WHO}
        return actions.import_framework(establishment=place, spec=spec(**changes), **options)

    assert [imported(), imported()] == [Change.CREATED, Change.UNCHANGED]
    assert imported(title="Other") == Change.UPDATED
    assert list(Framework.objects.values_list("version", "title", "state")) == [(1, "Other", "draft")]


def test_a_part_may_stand_before_the_group_that_holds_it(place: Establishment) -> None:
    group = CompetenceSpec("BOX", "skill", "Boxes")
    framework = published(place, competences=(replace(PACK, parent="BOX"), group))
    assert competence(framework).parent == competence(framework, "BOX")


def test_a_group_is_not_taken_from_around_its_parts_nor_put_into_itself(place: Establishment) -> None:
    draft = drafted(place)
    group = competence(draft)
    part = actions.save_competence(framework=draft, spec=replace(COUNT, parent="PACK"), **WHO)
    with refused("competence_has_parts"):
        actions.remove_competence(row=group, **WHO)
    with refused("competence_in_itself"):
        actions.save_competence(framework=draft, spec=replace(PACK, parent="COUNT"), row=group, **WHO)
    with refused("competence_code_twice"):
        actions.save_competence(framework=draft, spec=replace(PACK, title="Again"), **WHO)
    actions.remove_competence(row=part, **WHO)
    actions.remove_competence(row=group, **WHO)
    assert not Competence.objects.exists()


def test_a_draft_goes_as_if_it_had_never_been(place: Establishment) -> None:
    first = published(place)
    draft = actions.revise_framework(framework=first, **WHO)
    actions.discard_draft(framework=draft, **WHO)
    assert Framework.objects.get() == first
    with refused("framework_not_a_draft"):
        actions.discard_draft(framework=first, **WHO)


def test_all_that_is_wrong_with_a_framework_is_said_at_once() -> None:
    wrong = spec(
        code="no spaces please",
        language="de",
        title=" ",
        levels=SCALE[:1],
        competences=(
            replace(PACK, kind="talent"),
            replace(PACK, title=""),
            replace(COUNT, parent="NOWHERE"),
            CompetenceSpec("A", "skill", "A", parent="B"),
            CompetenceSpec("B", "skill", "B", parent="A"),
        ),
    )
    assert [problem.code for problem in rules.problems_of(wrong)] == [
        "framework_code_wrong",
        "framework_title_empty",
        "framework_language_unknown",
        "scale_length_wrong",
        "competence_kind_unknown",
        "competence_title_empty",
        "competence_code_twice",
        "competence_parent_unknown",
        "competence_in_itself",
        "competence_in_itself",
    ]


@pytest.mark.parametrize(
    ("levels", "code"),
    [
        (SCALE[:1], "scale_length_wrong"),
        (tuple(LevelSpec(str(number)) for number in range(11)), "scale_length_wrong"),
        ((LevelSpec(" "), LevelSpec("Alone")), "scale_level_empty"),
        ((LevelSpec("Alone"), LevelSpec(" alone ")), "scale_level_twice"),
    ],
)
def test_a_scale_has_two_to_ten_levels_each_with_its_word(levels: tuple[LevelSpec, ...], code: str) -> None:
    with refused(code):
        rules.check_scale(levels)


def test_a_profile_asks_for_levels_of_what_is_in_use(place: Establishment) -> None:
    framework = published(place)
    other = published(place, code="other")
    asked = {competence(framework).pk: level(framework, 2).pk}
    who = {"establishment": place, "kind": "post", "activity_code": "", **WHO}
    row = actions.save_profile(name="Packing line", asked=asked, **who)
    assert asked_by(row) == asked
    with refused("profile_name_taken"):
        actions.save_profile(name="Packing line", asked=asked, **who)
    with refused("profile_asks_nothing"):
        actions.save_profile(name="Other", asked={}, **who)
    with refused("level_of_other_framework"):
        actions.save_profile(name="Other", asked={competence(framework).pk: level(other, 2).pk}, **who)
    draft = actions.revise_framework(framework=framework, **WHO)
    with refused("competence_unknown"):
        actions.save_profile(name="Other", asked={competence(draft).pk: level(draft, 1).pk}, **who)


def test_a_profile_follows_new_versions_while_the_scale_means_the_same(place: Establishment) -> None:
    framework = published(place)
    asked = {competence(framework).pk: level(framework, 2).pk}
    actions.save_profile(establishment=place, kind="task", name="Packing", activity_code="", asked=asked, **WHO)
    second = published(place, title="Second")
    assert asked_by(Profile.objects.get()) == {competence(second).pk: level(second, 2).pk}
    published(place, title="Third", levels=(*SCALE[:3], LevelSpec("Leads")))
    assert asked_by(Profile.objects.get()) == {}


def test_a_framework_of_another_establishment_is_not_asked_for(place: Establishment, elsewhere: Establishment) -> None:
    theirs = published(elsewhere)
    asked = {competence(theirs).pk: level(theirs, 2).pk}
    with refused("competence_unknown"):
        actions.save_profile(establishment=place, kind="post", name="P", activity_code="", asked=asked, **WHO)

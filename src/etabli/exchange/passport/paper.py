"""The passport as a PDF of its reader's language: PDF/A-2a and PDF/UA-1; a plain version, and an easy one with pictograms.

Made by Typst with its own font and nothing fetched. The pictograms are those of OpenMoji that the package carries.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import get_language, gettext, ngettext

from etabli.exchange.passport.gathering import Course, Passport, Recognised, Skill, Task
from etabli.kit import localised, pictograms
from etabli.kit.papers import FONT, paper
from etabli.pathways.states import RecognitionKind, RecognitionLevel
from etabli.pathways.wording import RECOGNITION_KINDS, RECOGNITION_LEVELS
from etabli.support.models import Assessment
from etabli.support.states import AssessmentContext
from etabli.support.wording import CONTEXTS

PICTURES = {
    "wishes": "speech-balloon",
    "skills": "star",
    "trainings": "books",
    "recognitions": "clapping-hands",
    "certifications": "check-mark-button",
    "tasks": "hammer-and-wrench",
    "workplaces": "busts-in-silhouette",
}
"""The pictogram of each section of the easy version."""


def pdf_of(passport: Passport, *, easy: bool = False) -> bytes:
    """In the present language."""
    content = contents(passport, easy=easy)
    drawn = {f"{picture}.svg": pictograms.drawing(picture) for picture in _pictures_in(content)}
    return paper("etabli.exchange", "passport", content, beside=drawn)


def _pictures_in(content: dict[str, Any]) -> set[str]:
    sections = content["sections"]
    items = [item for section in sections for item in section["items"]]
    lines = [line for item in items for line in item["lines"]]
    return {part["picture"] for part in [*sections, *items, *lines]} - {""}


def contents(passport: Passport, *, easy: bool) -> dict[str, Any]:
    """All that the paper says, as plain values in the present language: sections of items, each with its lines."""
    made_on, person = passport.made_on, passport.person
    sections = _sections_easy(passport) if easy else _sections(passport)
    credit = gettext("Pictograms: OpenMoji (openmoji.org), licence CC BY-SA 4.0.")
    return {
        "language": get_language() or "fr",
        "font": FONT,
        "easy": easy,
        "title": gettext("My career passport") if easy else gettext("Career passport"),
        "name": f"{person.first_name} {person.last_name}",
        "day": [made_on.year, made_on.month, made_on.day],
        "made_on": gettext("Made on %(day)s") % {"day": localised.day(made_on, "long")},
        "lead": _lead(easy=easy),
        "sections": [section for section in sections if section["items"]],
        "empty": gettext("Nothing has been written yet."),
        "credit": credit if easy else "",
    }


def _lead(*, easy: bool) -> str:
    if easy:
        return gettext("This passport is mine. I keep it. I show it to whom I want.")
    return gettext("This passport belongs to the person it tells of, who keeps it and shows it to whom they want.")


def _section(code: str, title: str, items: Sequence[dict[str, Any]], *, easy: bool = False) -> dict[str, Any]:
    return {"code": code, "title": title, "items": list(items), "picture": _picture(PICTURES[code]) if easy else ""}


def _item(title: str, *lines: str | dict[str, str], picture: str = "") -> dict[str, Any]:
    told = [line if isinstance(line, dict) else {"text": line, "picture": ""} for line in lines if line]
    return {"title": title, "lines": told, "picture": _picture(picture)}


def _picture(name: str) -> str:
    """A name that was written by hand may be of no drawing that there is."""
    return name if name in pictograms.names() else ""


# ---------------------------------------------------------------- the plain version


def _sections(passport: Passport) -> list[dict[str, Any]]:
    return [
        _section(
            "wishes",
            gettext("What I wish"),
            [_item("", wish.text, _from(wish.since, wish.place)) for wish in passport.wishes],
        ),
        _section("skills", gettext("What I can do"), [_skill(skill) for skill in passport.skills]),
        _section("tasks", gettext("What I worked on"), [_task(task) for task in passport.tasks]),
        _section("trainings", gettext("What I learnt"), [_course(course) for course in passport.courses]),
        _section("recognitions", gettext("What was recognised"), [_recognised(row) for row in passport.recognitions]),
        _section(
            "certifications",
            gettext("Licences and certificates"),
            [_item(row.name, _held(row.issued_on, row.expires_on)) for row in passport.certifications],
        ),
        _section(
            "workplaces",
            gettext("Where I worked"),
            [_item(stay.place, _between(stay.first, stay.last)) for stay in passport.stays],
        ),
    ]


def _skill(skill: Skill) -> dict[str, Any]:
    lines = [_level(gettext("Seen at work"), skill.seen), _level(gettext("I say"), skill.told)]
    title, code = skill.competence.title, skill.competence.external_code
    return _item(f"{title} ({code})" if code else title, *lines)


def _level(label: str, row: Assessment | None) -> str:
    if row is None or row.level is None:
        return ""
    where = [localised.day(row.day, "long"), str(CONTEXTS[AssessmentContext(row.context)]), row.task]
    level = f"{row.level.label} – {row.level.anchor}" if row.level.anchor else row.level.label
    return localised.colon(label, f"{level} ({', '.join(word for word in where if word)})")


def _task(task: Task) -> dict[str, Any]:
    weeks = ngettext("%(count)s week", "%(count)s weeks", task.weeks) % {"count": localised.number(task.weeks)}
    return _item(task.name, f"{weeks} · {_between(task.first, task.last)}", task.place)


def _course(course: Course) -> dict[str, Any]:
    certificate = localised.colon(gettext("Certificate"), course.certificate) if course.certificate else ""
    when = f"{_between(course.first, course.last)} · {localised.hours(course.minutes)}"
    return _item(course.title, when, certificate)


def _recognised(row: Recognised) -> dict[str, Any]:
    words = str(RECOGNITION_KINDS[RecognitionKind(row.kind)]), str(RECOGNITION_LEVELS[RecognitionLevel(row.level)])
    return _item(row.title, " · ".join((*words, localised.day(row.day, "long"))), row.place)


def _between(first: date, last: date | None) -> str:
    if last is None:
        return gettext("since %(day)s") % {"day": localised.day(first, "long")}
    if first == last:
        return localised.day(first, "long")
    days = {"first": localised.day(first, "long"), "last": localised.day(last, "long")}
    return gettext("from %(first)s to %(last)s") % days


def _from(day: date, place: str) -> str:
    return gettext("said on %(day)s, %(place)s") % {"day": localised.day(day, "long"), "place": place}


def _held(issued_on: date, expires_on: date | None) -> str:
    if expires_on is None:
        return gettext("since %(day)s") % {"day": localised.day(issued_on, "long")}
    days = {"first": localised.day(issued_on, "long"), "last": localised.day(expires_on, "long")}
    return gettext("since %(first)s, counts until %(last)s") % days


# ---------------------------------------------------------------- the easy version


def _sections_easy(passport: Passport) -> list[dict[str, Any]]:
    """Short lines, one idea in each, the same drawing for the same thing."""
    return [
        _section("wishes", gettext("I wish"), [_item("", wish.text) for wish in passport.wishes], easy=True),
        _section("skills", gettext("I can"), [_skill_easy(skill) for skill in passport.skills], easy=True),
        _section(
            "tasks",
            gettext("I worked"),
            [
                _item(task.name, gettext("Last time: %(month)s") % {"month": localised.day(task.last, "month")})
                for task in passport.tasks
            ],
            easy=True,
        ),
        _section(
            "trainings",
            gettext("I learnt"),
            [_item(course.title, localised.day(course.first, "month")) for course in passport.courses],
            easy=True,
        ),
        _section(
            "recognitions",
            gettext("Others say that I know it"),
            [_item(row.title, localised.day(row.day, "month")) for row in passport.recognitions],
            easy=True,
        ),
        _section(
            "certifications",
            gettext("I have a certificate"),
            [_item(row.name, _until(row.expires_on)) for row in passport.certifications],
            easy=True,
        ),
        _section(
            "workplaces",
            gettext("My workplaces"),
            [_item(stay.place, _since(stay.first, stay.last)) for stay in passport.stays],
            easy=True,
        ),
    ]


def _skill_easy(skill: Skill) -> dict[str, Any]:
    lines = [_level_easy(gettext("Others saw"), skill.seen), _level_easy(gettext("I say"), skill.told)]
    return _item(skill.competence.title, *[line for line in lines if line], picture=skill.competence.pictogram)


def _level_easy(label: str, row: Assessment | None) -> dict[str, str] | None:
    if row is None or row.level is None:
        return None
    said = row.level.anchor_easy or row.level.label
    return {"text": localised.colon(label, said), "picture": _picture(row.level.pictogram)}


def _until(day: date | None) -> str:
    return gettext("It counts until %(month)s.") % {"month": localised.day(day, "month")} if day else ""


def _since(first: date, last: date | None) -> str:
    if last is None:
        return gettext("Since %(month)s") % {"month": localised.day(first, "month")}
    return gettext("Until %(month)s") % {"month": localised.day(last, "month")}

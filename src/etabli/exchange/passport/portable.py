"""The passport as portable JSON, see docs/career-passport.md. Codes, not words: it is the same in every language.

Dates in ISO, last days included; minutes as whole numbers.
"""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from etabli.exchange.passport.gathering import Passport, Recognised, Skill
from etabli.support.models import Assessment

SCHEMA, VERSION = "etabli-career-passport", 1


def document(passport: Passport) -> dict[str, Any]:
    """The file as plain values."""
    person = passport.person
    return {
        "schema": SCHEMA,
        "version": VERSION,
        "made_on": passport.made_on.isoformat(),
        "person": {"first_name": person.first_name, "last_name": person.last_name},
        "wishes": [
            {"text": wish.text, "since": wish.since.isoformat(), "place": wish.place} for wish in passport.wishes
        ],
        "skills": [_skill(skill) for skill in passport.skills],
        "trainings": [
            {
                "title": course.title,
                "from": course.first.isoformat(),
                "to": _day(course.last),
                "minutes": course.minutes,
                "certificate": course.certificate,
                "place": course.place,
            }
            for course in passport.courses
        ],
        "recognitions": [_recognised(row) for row in passport.recognitions],
        "certifications": [
            {"name": row.name, "issued_on": row.issued_on.isoformat(), "expires_on": _day(row.expires_on)}
            for row in passport.certifications
        ],
        "tasks": [
            {
                "name": task.name,
                "from": task.first.isoformat(),
                "to": task.last.isoformat(),
                "weeks": task.weeks,
                "half_days": task.half_days,
                "minutes": task.minutes,
                "place": task.place,
            }
            for task in passport.tasks
        ],
        "workplaces": [
            {"name": stay.place, "from": stay.first.isoformat(), "to": _day(stay.last)} for stay in passport.stays
        ],
    }


def written(passport: Passport) -> bytes:
    """The file itself, UTF-8."""
    return json.dumps(document(passport), ensure_ascii=False, indent=2).encode() + b"\n"


def _recognised(row: Recognised) -> dict[str, Any]:
    said = {"title": row.title, "kind": row.kind, "level": row.level}
    return {**said, "validated_on": row.day.isoformat(), "place": row.place}


def _skill(skill: Skill) -> dict[str, Any]:
    competence, framework = skill.competence, skill.competence.framework
    return {
        "title": competence.title,
        "kind": competence.kind,
        "code": competence.code,
        "external_code": competence.external_code,
        "framework": {
            "code": framework.code,
            "version": framework.version,
            "title": framework.title,
            "language": framework.language,
            "scale": [level.label for level in framework.levels.all()],
        },
        "seen": _level(skill.seen),
        "told": _level(skill.told),
        "place": skill.place,
    }


def _level(row: Assessment | None) -> dict[str, Any] | None:
    if row is None or row.level is None:
        return None
    return {
        "rank": row.level.rank,
        "level": row.level.label,
        "meaning": row.level.anchor,
        "day": row.day.isoformat(),
        "context": row.context,
        "task": row.task,
    }


def _day(value: date | None) -> str | None:
    return value.isoformat() if value else None

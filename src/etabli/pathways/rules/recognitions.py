"""Rules of recognitions of experience. Each `check_x` raises a Refusal; nothing here reads a database or a clock."""

from __future__ import annotations

from datetime import date

from etabli.core.refusal import Refusal
from etabli.pathways.states import RecognitionKind, RecognitionLevel

LONGEST_TITLE = 200


def check_recognition(
    title: str, started_on: date, jury_on: date | None, validated_on: date | None, level: str, today: date
) -> None:
    """What is recognised, and its days in their order: begun, before a jury, validated."""
    if not title.strip():
        raise Refusal("recognition_without_title")
    if started_on > today:
        raise Refusal("recognition_start_to_come", day=started_on)
    if jury_on is not None and jury_on < started_on:
        raise Refusal("recognition_jury_early", start=started_on)
    if validated_on is None:
        if level:
            raise Refusal("recognition_not_validated")
        return
    if validated_on > today:
        raise Refusal("recognition_to_come", day=validated_on)
    if validated_on < (jury_on or started_on):
        raise Refusal("recognition_validated_early", day=jury_on or started_on)


def level_of(kind: str, validated_on: date | None, level: str) -> str:
    """Only a VAE is validated in part (code de l'éducation, article L335-5); the others are, or are not.

    Refusal `recognition_without_level`: a VAE that was validated says how far.
    """
    if validated_on is None:
        return ""
    if kind != RecognitionKind.VAE:
        return str(RecognitionLevel.FULL)
    if not level:
        raise Refusal("recognition_without_level")
    return level

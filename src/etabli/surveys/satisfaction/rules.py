"""When a campaign opens, closes and opens again; what an answer may hold; what its results tell."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from etabli.core.refusal import Refusal
from etabli.surveys.satisfaction.states import (
    LEAST_ANSWERS,
    LONGEST_QUESTION,
    LONGEST_WORDS,
    MOST_OWN,
    CampaignState,
    Face,
)


def state_of(opens_on: date, closes_before: date, closed_on: date | None, today: date) -> CampaignState:
    """`closed_on`: the day on which someone closed it before its time."""
    if today < opens_on:
        return CampaignState.TO_COME
    return CampaignState.CLOSED if closed_on is not None or today >= closes_before else CampaignState.OPEN


def check_days(opens_on: date, closes_before: date) -> None:
    if closes_before <= opens_on:
        raise Refusal("satisfaction_closes_first")


def check_questions(codes: Collection[str], own: Sequence[str]) -> None:
    """`own`: words of the questions that the workplace adds."""
    if not codes and not own:
        raise Refusal("satisfaction_no_question")
    if len(own) > MOST_OWN:
        raise Refusal("satisfaction_many_questions", most=MOST_OWN)
    if any(len(text) > LONGEST_QUESTION for text in own):
        raise Refusal("satisfaction_question_long", most=LONGEST_QUESTION)


def check_not_printed(tickets: int) -> None:
    """What people were told on paper does not change under them."""
    if tickets:
        raise Refusal("satisfaction_printed")


def check_tickets(count: int, invited: int, kept: int) -> None:
    """As many codes as persons invited, no more: one each. `kept`: codes that stay good or were used."""
    if count < 1 or count + kept > invited:
        raise Refusal("satisfaction_too_many_codes", invited=invited, free=max(0, invited - kept))


def check_may_close(state: CampaignState) -> None:
    if state != CampaignState.OPEN:
        raise Refusal("satisfaction_not_open")


def check_may_reopen(state: CampaignState, answers: int, closes_before: date, today: date) -> None:
    """Once results are told, one more answer would be the difference between two results: it would be known."""
    if state != CampaignState.CLOSED:
        raise Refusal("satisfaction_not_closed")
    if answers >= LEAST_ANSWERS:
        raise Refusal("satisfaction_told")
    if closes_before <= today:
        raise Refusal("satisfaction_closes_past")


def check_may_answer(state: CampaignState, used: bool) -> None:
    if state == CampaignState.TO_COME:
        raise Refusal("satisfaction_not_yet")
    if state == CampaignState.CLOSED:
        raise Refusal("satisfaction_closed")
    if used:
        raise Refusal("satisfaction_used")


def check_answer(choices: Mapping[str, Any], words: str, codes: Collection[str]) -> None:
    """Faces of questions of the campaign, and a free line; each may be left out."""
    faces = {int(face) for face in Face}
    if any(code not in codes or type(face) is not int or face not in faces for code, face in choices.items()):
        raise Refusal("satisfaction_choice_wrong")
    if len(words) > LONGEST_WORDS:
        raise Refusal("satisfaction_words_long", most=LONGEST_WORDS)


# ---------------------------------------------------------------- results


@dataclass(frozen=True)
class Result:
    """What a question was answered. `counts`: by face, from not at all to very much; None where too few answered."""

    code: str
    counts: tuple[int, ...] | None

    @property
    def answered(self) -> int:
        return sum(self.counts or ())

    @property
    def satisfied(self) -> float | None:
        """The part of those who answered it that said yes or very much."""
        return sum(self.counts[Face.YES - 1 :]) / self.answered if self.counts else None


def may_tell(answers: int) -> bool:
    return answers >= LEAST_ANSWERS


def results(answers: Sequence[Mapping[str, int]], codes: Sequence[str]) -> list[Result]:
    """Each question with its counts, in order; hidden where fewer than `LEAST_ANSWERS` answered it."""
    told = []
    for code in codes:
        faces = [answer[code] for answer in answers if code in answer]
        counts = tuple(faces.count(face) for face in Face) if may_tell(len(faces)) else None
        told.append(Result(code, counts))
    return told


def rate(answers: int, invited: int) -> float | None:
    """Answers over persons invited; None when nobody was."""
    return answers / invited if invited else None

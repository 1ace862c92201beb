"""Campaigns are written, their codes made, answers taken."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from random import SystemRandom

from django.db import transaction
from django.db.models import Case, F, Value, When

from etabli.core.refusal import Refusal
from etabli.org.models import Establishment, User
from etabli.surveys.satisfaction import rules
from etabli.surveys.satisfaction.codes import hash_of, new_code
from etabli.surveys.satisfaction.models import SatisfactionAnswer, SatisfactionCampaign, SatisfactionTicket
from etabli.surveys.satisfaction.queries import standing_of
from etabli.surveys.satisfaction.states import CampaignState


@dataclass(frozen=True)
class CampaignSpec:
    """`codes`: of our questions, in order; `own`: words of the workplace's. `closes_before` is excluded."""

    title: str
    opens_on: date
    closes_before: date
    codes: tuple[str, ...]
    own: tuple[str, ...] = ()

    @property
    def questions(self) -> list[dict[str, str]]:
        ours = [{"code": code, "text": ""} for code in self.codes]
        return [*ours, *({"code": f"own{number}", "text": text} for number, text in enumerate(self.own, start=1))]


@transaction.atomic
def save_campaign(
    *,
    establishment: Establishment,
    spec: CampaignSpec,
    campaign: SatisfactionCampaign | None = None,
    by: User | None,
    at: datetime,
) -> SatisfactionCampaign:
    """Made, or changed while no code was printed. Refusals: `satisfaction_title_empty`, `satisfaction_closes_first`,
    `satisfaction_no_question`, `satisfaction_many_questions`, `satisfaction_question_long`, `satisfaction_year_twice`,
    `satisfaction_printed`."""
    if not spec.title.strip():
        raise Refusal("satisfaction_title_empty")
    rules.check_days(spec.opens_on, spec.closes_before)
    rules.check_questions(spec.codes, spec.own)
    row = _locked(campaign) if campaign else SatisfactionCampaign(establishment=establishment)
    if campaign:
        rules.check_not_printed(row.tickets.count())
    others = SatisfactionCampaign.objects.filter(establishment=establishment, year=spec.opens_on.year)
    if others.exclude(pk=row.pk).exists():
        raise Refusal("satisfaction_year_twice", year=spec.opens_on.year)
    row.title, row.year, row.questions = spec.title.strip(), spec.opens_on.year, spec.questions
    row.opens_on, row.closes_before = spec.opens_on, spec.closes_before
    row.save()
    return row


@transaction.atomic
def make_tickets(
    *, campaign: SatisfactionCampaign, count: int, replace: bool, on: date, by: User | None, at: datetime
) -> list[str]:
    """So many codes, told this once. `replace`: those not used yet are void from now on, as when sheets were lost.

    Refusals `satisfaction_too_many_codes`, `satisfaction_closed`.
    """
    row = _locked(campaign)
    standing = standing_of(row, on)
    if standing.state == CampaignState.CLOSED:
        raise Refusal("satisfaction_closed")
    kept = standing.answers if replace else standing.tickets
    rules.check_tickets(count, standing.invited, kept)
    if replace:
        row.tickets.filter(used=False).delete()
    codes: set[str] = set()
    while len(codes) < count:
        codes.add(new_code())
    made = sorted(codes)
    SatisfactionTicket.objects.bulk_create(SatisfactionTicket(campaign=row, code_hash=hash_of(code)) for code in made)
    return made


@transaction.atomic
def close_campaign(*, campaign: SatisfactionCampaign, on: date, by: User | None, at: datetime) -> None:
    """Before its time. Refusal `satisfaction_not_open`."""
    row = _locked(campaign)
    rules.check_may_close(row.state_on(on))
    row.closed_on = on
    row.save(update_fields=["closed_on"])


@transaction.atomic
def reopen_campaign(
    *, campaign: SatisfactionCampaign, closes_before: date, on: date, by: User | None, at: datetime
) -> None:
    """Refusals `satisfaction_not_closed`, `satisfaction_told`, `satisfaction_closes_past`."""
    row = _locked(campaign)
    rules.check_may_reopen(row.state_on(on), standing_of(row, on).answers, closes_before, on)
    row.closed_on, row.closes_before = None, closes_before
    row.save(update_fields=["closed_on", "closes_before"])


@transaction.atomic
def answer(
    *,
    ticket: SatisfactionTicket,
    choices: Mapping[str, int],
    words: str,
    on: date,
    by: User | None,
    at: datetime,
) -> None:
    """The code is spent and the answer kept, and nothing says which is whose; `by` and `at` are kept nowhere.

    Every ticket and every answer of the campaign is written anew, answers in an order drawn by lot: a database keeps of each
    row the transaction that wrote it and its place, and an encrypted text its second; so all of them have the same.

    Refusals `satisfaction_not_yet`, `satisfaction_closed`, `satisfaction_used`, `satisfaction_choice_wrong`,
    `satisfaction_words_long`.
    """
    campaign = _locked(ticket.campaign)
    rules.check_answer(choices, words, campaign.codes)
    unused = SatisfactionTicket.objects.filter(pk=ticket.pk, used=False)
    rules.check_may_answer(campaign.state_on(on), used=not unused.exists())
    campaign.tickets.update(used=Case(When(pk=ticket.pk, then=Value(True)), default=F("used")))
    given = [(row.choices, row.words) for row in campaign.answers.all()]
    given.append((dict(choices), words.strip()))
    SystemRandom().shuffle(given)
    campaign.answers.all().delete()
    SatisfactionAnswer.objects.bulk_create(
        SatisfactionAnswer(campaign=campaign, choices=chosen, words=text) for chosen, text in given
    )


def _locked(campaign: SatisfactionCampaign) -> SatisfactionCampaign:
    """Two answers with one code wait for each other; SQLite locks all that is written anyhow."""
    return SatisfactionCampaign.objects.select_for_update().select_related("establishment").get(pk=campaign.pk)

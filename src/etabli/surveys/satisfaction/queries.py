"""Reads of the satisfaction survey."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from etabli.core.facts import EngagementKind
from etabli.core.periods import day_no
from etabli.org.models import Establishment, User
from etabli.people.models import EngagementFact
from etabli.surveys.satisfaction.codes import hash_of
from etabli.surveys.satisfaction.models import SatisfactionAnswer, SatisfactionCampaign, SatisfactionTicket
from etabli.surveys.satisfaction.rules import Result, may_tell, rate, results
from etabli.surveys.satisfaction.states import CampaignState


@dataclass(frozen=True)
class Standing:
    """A campaign and its counts. `invited`: persons under accompaniment on the day it opens. `tickets`: codes made, used or
    not."""

    campaign: SatisfactionCampaign
    state: CampaignState
    invited: int
    tickets: int
    answers: int

    @property
    def rate(self) -> float | None:
        return rate(self.answers, self.invited)

    @property
    def is_told(self) -> bool:
        """Results are told once it is closed and enough people answered."""
        return self.state == CampaignState.CLOSED and may_tell(self.answers)


def standings(user: User, establishment: Establishment, on: date) -> list[Standing]:
    """Every campaign that the user sees, the newest first; three queries however many."""
    rows = SatisfactionCampaign.objects.visible_to(user, establishment)
    return _standings(establishment, rows.order_by("-year"), on)


def standing_of(campaign: SatisfactionCampaign, on: date) -> Standing:
    rows = SatisfactionCampaign.objects.filter(pk=campaign.pk)
    return _standings(campaign.establishment, rows, on)[0]


def _standings(establishment: Establishment, rows: Iterable[SatisfactionCampaign], on: date) -> list[Standing]:
    campaigns = list(rows)
    keys = [row.pk for row in campaigns]
    tickets = SatisfactionTicket.objects.filter(campaign__in=keys).values_list("campaign")
    counted = {
        key: (made, used)
        for key, made, used in tickets.annotate(made=Count("pk"), used=Count("pk", filter=Q(used=True))).order_by()
    }
    invited = invited_on(establishment, [row.opens_on for row in campaigns])
    return [Standing(row, row.state_on(on), invited[row.opens_on], *counted.get(row.pk, (0, 0))) for row in campaigns]


def invited_on(establishment: Establishment, days: Iterable[date]) -> dict[date, int]:
    """Persons under accompaniment on each day; one query."""
    rows = EngagementFact.objects.filter(establishment=establishment, kind=EngagementKind.ACCOMPANIMENT)
    spans = list(rows.values_list("subject", "contract_from_day", "contract_to_day").distinct())
    return {day: len({person for person, first, after in spans if first <= day_no(day) < after}) for day in set(days)}


def ticket_of(code: str) -> SatisfactionTicket | None:
    """The ticket of a code as it was typed; None when there is none."""
    rows = SatisfactionTicket.objects.select_related("campaign__establishment")
    return rows.filter(code_hash=hash_of(code)).first()


def results_of(campaign: SatisfactionCampaign) -> list[Result]:
    """Of a campaign whose results are told, see `Standing.is_told`."""
    answers = SatisfactionAnswer.objects.filter(campaign=campaign).values_list("choices", flat=True)
    return results(list(answers), campaign.codes)


def words_of(campaign: SatisfactionCampaign) -> list[str]:
    """The free lines, in alphabetical order, which is nobody's."""
    rows = SatisfactionAnswer.objects.filter(campaign=campaign).only("words")
    return sorted(row.words for row in rows if row.words)


def results_by_year(standings: Sequence[Standing]) -> dict[int, dict[str, float | None]]:
    """The satisfied part by question and year, of the campaigns whose results are told; one query."""
    told = {row.campaign.pk: row.campaign for row in standings if row.is_told}
    answers: dict[int, list[dict[str, int]]] = {key: [] for key in told}
    rows = SatisfactionAnswer.objects.filter(campaign__in=list(told)).values_list("campaign", "choices")
    for key, choices in rows:
        answers[key].append(choices)
    return {
        campaign.year: {row.code: row.satisfied for row in results(answers[key], campaign.codes)}
        for key, campaign in told.items()
    }

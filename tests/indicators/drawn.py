"""Facts of pathways drawn at random over the eight days, written straight into their tables: what derives them has its own tests."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from etabli.core.facts import EngagementKind
from etabli.core.periods import day_no
from etabli.org.models import Establishment
from etabli.pathways.models import AgreementFact, ExitFact, PersonFact, PlacementFact, RecognitionFact, ReturnFact
from etabli.pathways.rules.following import CODES
from etabli.pathways.states import ORDINARY, ContractKind, Destination, Device, RecognitionKind
from etabli.people.models import EngagementFact
from etabli.production.models import TaskFact, WorkFact
from etabli.support.models import OrdinaryWorkWillFact
from tests import strategies

FOR_EVER = 9_999_999
UNASKED = dict.fromkeys(
    (
        "had_ordinary_job",
        "first_protected",
        "temporary",
        "driving_licence",
        "highway_code",
        "mobility_card",
        "transport",
    ),
    -1,
)
day_numbers = strategies.days.map(day_no)
who = st.sampled_from(strategies.NUMBERS)
spans = st.tuples(day_numbers, st.one_of(day_numbers, st.just(FOR_EVER))).filter(lambda span: span[0] < span[1])
births = st.one_of(st.none(), st.integers(-20_000, 12_000))


@dataclass(frozen=True)
class Facts:
    """What the tables hold, persons by staff number."""

    placements: list[Any]
    agreements: list[Any]
    exits: dict[str, Any]
    returns: list[Any]
    recognitions: list[Any]
    wills: list[Any]
    profiles: dict[str, Any]
    work: set[Any]

    def write(self, place: Establishment) -> None:
        """Exits are of engagements that ended, and are those drawn alone; the others of anyone."""
        keys = {number: strategies.person(place, number).pk for number in strategies.NUMBERS}
        write_placements(place, keys, self.placements)
        AgreementFact.objects.bulk_create(
            AgreementFact(
                establishment=place,
                subject_id=keys[number],
                agreement=index,
                from_day=start,
                to_day=end,
                signed_day=start,
            )
            for index, (number, (start, end)) in enumerate(self.agreements)
        )
        self._write_exits(place, keys)
        left = dict(ExitFact.objects.filter(establishment=place).values_list("subject", "exit_day"))
        ReturnFact.objects.bulk_create(
            ReturnFact(
                establishment=place,
                subject_id=keys[number],
                return_key=index,
                return_day=day,
                elsewhere=elsewhere,
                by_right=by_right,
                exit_day=left.get(keys[number]),
            )
            for index, (number, day, elsewhere, by_right) in enumerate(self.returns)
        )
        RecognitionFact.objects.bulk_create(
            RecognitionFact(
                establishment=place,
                subject_id=keys[number],
                recognition=index,
                kind=kind,
                started_day=started,
                validated_day=validated,
            )
            for index, (number, kind, started, validated) in enumerate(self.recognitions)
        )
        OrdinaryWorkWillFact.objects.bulk_create(
            OrdinaryWorkWillFact(
                establishment=place, subject_id=keys[number], from_day=start, to_day=end, seeker_day=seeker
            )
            for number, (start, end), seeker in self.wills
        )
        self._write_persons(place, keys)

    def _write_exits(self, place: Establishment, keys: dict[str, int]) -> None:
        ended = EngagementFact.objects.filter(
            establishment=place, kind=EngagementKind.ACCOMPANIMENT, contract_to_day__lt=FOR_EVER
        ).order_by("engagement", "from_day")
        left = {row.subject_id: row for row in ended}
        ExitFact.objects.filter(establishment=place).delete()
        ExitFact.objects.bulk_create(
            ExitFact(
                establishment=place,
                subject_id=keys[number],
                engagement=left[keys[number]].engagement_id,
                exit_day=left[keys[number]].contract_to_day,
                destination=destination,
                ordinary=int(destination in ORDINARY),
                contract=contract,
            )
            for number, (destination, contract) in self.exits.items()
            if keys[number] in left
        )

    def _write_persons(self, place: Establishment, keys: dict[str, int]) -> None:
        PersonFact.objects.filter(establishment=place).delete()
        PersonFact.objects.bulk_create(
            PersonFact(
                establishment=place, subject_id=keys[number], birth_day=birth, sex=sex, entry_day=entry, **UNASKED
            )
            for number, (birth, sex, entry) in self.profiles.items()
        )
        TaskFact.objects.bulk_create(
            TaskFact(establishment=place, task=task, workshop=1, customer_contact=task, outside=0) for task in (0, 1)
        )
        WorkFact.objects.bulk_create(
            WorkFact(
                establishment=place,
                subject_id=keys[number],
                day_no=day,
                half=0,
                minutes=60,
                good=0,
                rejected=0,
                task=task,
                workshop=1,
            )
            for number, day, task in self.work
        )


def write_placements(place: Establishment, keys: dict[str, int], rows: list[Any]) -> None:
    """`rows`: (staff number, device, contract, (first day, day after))."""
    PlacementFact.objects.bulk_create(
        PlacementFact(
            establishment=place,
            subject_id=keys[number],
            placement=index,
            device=device,
            prescriber="",
            contract=contract,
            host_kind="",
            from_day=start,
            to_day=end,
            collective=int(device == Device.MAD_COLLECTIVE),
            code=CODES[device],
        )
        for index, (number, device, contract, (start, end)) in enumerate(rows)
    )


placements = st.tuples(who, st.sampled_from([*Device]), st.sampled_from(["", *ContractKind]), spans)
destinations = st.tuples(st.sampled_from([*Destination]), st.sampled_from(["", *ContractKind]))
profiles = st.tuples(births, st.sampled_from(["F", "M", ""]), st.one_of(st.none(), st.integers(15_000, 20_200)))
flags = st.sampled_from((0, 1))
facts = st.builds(
    Facts,
    placements=st.lists(placements, max_size=5),
    agreements=st.lists(st.tuples(who, spans), max_size=2),
    exits=st.dictionaries(who, destinations),
    returns=st.lists(st.tuples(who, day_numbers, flags, flags), max_size=2),
    recognitions=st.lists(
        st.tuples(who, st.sampled_from([*RecognitionKind]), day_numbers, st.one_of(st.none(), day_numbers)), max_size=2
    ),
    wills=st.lists(st.tuples(who, spans, st.one_of(st.none(), day_numbers)), max_size=2),
    profiles=st.dictionaries(who, profiles),
    work=st.sets(st.tuples(who, day_numbers, flags), max_size=3),
)

"""The fact tables of the way to ordinary work and back, a part of `facts`: days, keys and flags are as there."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Placement:
    """A period of a person with a host, or in a job: agreed, perhaps over; never a draft or a cancelled one."""

    subject: int
    """Key of the person."""
    placement: int
    """Key of the placement."""
    device: str
    """`mispe`, `pmsmp`, `internship`, `mad_individual`, `mad_collective`, `service`, `supported_employment`, `dual_activity`,
    `springboard` or `job`."""
    prescriber: str
    """Who prescribed a discovery: `mdph` or `employment_network`; empty when nobody did."""
    contract: str
    """`cdi`, `cdd`, `temp`, `professional`, `apprenticeship`, `springboard`, `aided`, `public_service` or `self_employed`; empty
    without a contract."""
    host_kind: str
    """`private`, `public`, `association`, `adapted_company`, `esat`, `individual` or `other`; empty without a host."""
    host: int | None
    """Key of the host; None when none is named."""
    from_day: int
    """Day number of the first day."""
    to_day: int
    """Day number of the first day after it; 9,999,999 when no end is said."""
    signed_day: int | None
    """Day number on which its agreement was signed; None when nobody noted it."""
    collective: int
    """1 for a collective secondment (MAD)."""
    code: str
    """Code of the attendance under which its half-days are written; days of its device are those written so."""


@dataclass(frozen=True, slots=True)
class SupportAgreement:
    """A convention d'appui with the employer of a person (CASF, article L344-2-5)."""

    subject: int
    """Key of the person."""
    agreement: int
    """Key of the agreement."""
    from_day: int
    """Day number of the first day."""
    to_day: int
    """Day number of the first day on which it no longer holds."""
    signed_day: int
    """Day number on which it was signed."""


@dataclass(frozen=True, slots=True)
class Exit:
    """The leaving of a person: an accompaniment that ended and that no other followed."""

    subject: int
    """Key of the person."""
    engagement: int
    """Key of the engagement that ended."""
    exit_day: int
    """Day number of the first day after it."""
    destination: str
    """Where she went, `unknown` while nobody said."""
    ordinary: int
    """1 when she left for work in an adapted company, a private company, a public employer or an association."""
    contract: str
    """Kind of contract, as in `Placement`; empty when none is known."""
    orientation_until: int | None
    """Day number of the last day of her orientation by the CDAPH; None when it is not known."""


@dataclass(frozen=True, slots=True)
class ReturnToEsat:
    """The coming back of a person to protected work."""

    subject: int
    """Key of the person."""
    return_key: int
    """Key of the return."""
    return_day: int
    """Day number of her first day back."""
    elsewhere: int
    """1 when she came back to another ESAT."""
    by_right: int
    """1 under her right to return."""
    exit_day: int | None
    """Day number of the exit that she came back from, as in `Exit`; None when none is known here."""


@dataclass(frozen=True, slots=True)
class Recognition:
    """A recognition of what a person knows from her work, begun and perhaps validated."""

    subject: int
    """Key of the person."""
    recognition: int
    """Key of the recognition."""
    kind: str
    """`rae`, `rsfp` or `vae`."""
    started_day: int
    """Day number on which it began."""
    validated_day: int | None
    """Day number on which it was validated, in full or in part; None as long as it is not."""


@dataclass(frozen=True, slots=True)
class OrdinaryWorkWill:
    """That a person wants to go to ordinary work, as her plan says, until she takes it back."""

    subject: int
    """Key of the person."""
    from_day: int
    """Day number on which she said it."""
    to_day: int
    """Day number on which she took it back; 9,999,999 while it stands."""
    seeker_day: int | None
    """Day number since which she is registered as looking for a job; None when she is not."""


@dataclass(frozen=True, slots=True)
class Training:
    """A course that a person took or takes."""

    subject: int
    """Key of the person."""
    training: int
    """Key of the training."""
    from_day: int
    """Day number of the first day."""
    to_day: int
    """Day number of the first day after it; the day after the first one when no last day is said."""
    funding: str
    """Who pays: `opco`, `anfh`, `cpf`, `establishment` or `other`; empty when nobody said."""
    given_by: str
    """Who gives it: `staff`, `body`, `esrp` or `other`; empty when nobody said."""
    self_determination: int
    """1 when it is a training in self-determination."""


@dataclass(frozen=True, slots=True)
class PersonProfile:
    """A person who is or was engaged in an establishment, as the surveys ask. -1 is: nobody asked."""

    subject: int
    """Key of the person."""
    birth_day: int | None
    """Day number of her birth; None when it is not known."""
    sex: str
    """`F` or `M`; empty when it is not known."""
    entry_day: int | None
    """Day number of her first day ever under accompaniment here; None for who never was."""
    orientation_day: int | None
    """Day number of the first day of her orientation by the CDAPH; None when it is not known."""
    had_ordinary_job: int
    """1 when she had a job in ordinary work or in an adapted company before she came; -1, 0 or 1."""
    first_protected: int
    """1 when she had never been in protected work before; -1, 0 or 1."""
    temporary: int
    """1 when she was admitted for less than a year; -1, 0 or 1."""
    driving_licence: int
    """-1, 0 or 1."""
    highway_code: int
    """-1, 0 or 1."""
    mobility_card: int
    """-1, 0 or 1."""
    transport: int
    """1 when her way to work is paid or organised by the establishment; -1, 0 or 1."""

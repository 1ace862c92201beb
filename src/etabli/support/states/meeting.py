"""Meetings about a plan, those who take part, who signs and how, and the dated steps of a contract."""

from enum import StrEnum


class MeetingKind(StrEnum):
    FIRST = "first"
    REVIEW = "review"
    YEARLY_INTERVIEW = "yearly_interview"
    AMENDMENT = "amendment"
    MONTHLY_UPDATE = "monthly_update"
    """Of the plan of someone with a shorter contract."""


class ParticipantRole(StrEnum):
    INTERPRETER = "interpreter"
    SIGN_LANGUAGE = "sign_language"
    GUARDIAN = "guardian"
    TRUSTED_PERSON = "trusted_person"
    FAMILY = "family"
    OTHER = "other"


class SignerKind(StrEnum):
    PERSON = "person"
    REPRESENTATIVE = "representative"
    ESTABLISHMENT = "establishment"
    OTHER = "other"


class SignatureMeans(StrEnum):
    PAPER = "paper"
    SCREEN = "screen"
    SPOKEN = "spoken"
    """Agreed aloud before those present, who are noted."""


class MilestoneKind(StrEnum):
    """A dated step of an engagement that support must follow."""

    CONTRACT_SIGNED = "contract_signed"
    TRIAL_EXTENDED = "trial_extended"
    """Until that day, included."""
    TRIAL_ENDED = "trial_ended"
    SHORT_CONTRACT = "short_contract"
    """From that day on the contract is one of those that may be shorter than a year."""

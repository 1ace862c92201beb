"""Who pays for a training and who gives it, as the national survey of ESATs asks."""

from enum import StrEnum


class TrainingFunder(StrEnum):
    """Who pays. `OPCO`: OPCO Santé. `ANFH`: the fund of public hospitals. `CPF`: the person's own training account."""

    OPCO = "opco"
    ANFH = "anfh"
    CPF = "cpf"
    ESTABLISHMENT = "establishment"
    OTHER = "other"


class TrainingGiver(StrEnum):
    """Who gives it. `STAFF`: employees of the workplace, outside daily production. `ESRP`: an ESRP, ESPO or UEROS."""

    STAFF = "staff"
    BODY = "body"
    ESRP = "esrp"
    OTHER = "other"

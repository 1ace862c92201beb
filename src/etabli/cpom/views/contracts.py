"""The contracts of an establishment, and the register of what each promises."""

from __future__ import annotations

from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from etabli.cpom import showing
from etabli.cpom.access import CpomRight
from etabli.cpom.actions.contracts import save_contract
from etabli.cpom.actions.objectives import add_objective, amend_objective, say, withdraw_objective
from etabli.cpom.forms.contracts import (
    CONTRACT_FIELDS,
    STATEMENT_FIELDS,
    TERMS_FIELDS,
    ContractForm,
    ObjectiveForm,
    StatementForm,
    TermsForm,
    WithdrawForm,
)
from etabli.cpom.models import Contract
from etabli.cpom.queries.contracts import Regional, agreed, contracts_of, objectives_of
from etabli.cpom.queries.dossiers import dossiers_of
from etabli.cpom.views.common import (
    contract_crumbs,
    contract_or_404,
    crumbs,
    link,
    note_named,
    objective_or_404,
    tabs,
)
from etabli.cpom.wording import DOSSIER_STATES
from etabli.indicators.access import IndicatorsRight
from etabli.kit.asking import Question, ask, sent
from etabli.kit.clock import now, today
from etabli.kit.pages import Request, page
from etabli.kit.pagination import paged
from etabli.org.models import Establishment
from etabli.people.models import Person


@page(see=CpomRight.READ)
def contracts(request: Request, place: Establishment) -> HttpResponse:
    """The contracts, the newest first."""
    found = paged(contracts_of(request.user, place), request.GET.get("page"))
    rows = [{"row": row, **showing.contract_shown(row, today())} for row in found]
    context = {
        "place": place,
        "rows": rows,
        "page": found,
        "may_write": request.user.may(CpomRight.WRITE, place),
        "tabs": tabs(place, "contracts"),
    }
    return render(request, "cpom/contracts.html", context)


@page(see=CpomRight.WRITE, do=CpomRight.WRITE)
def contract_add(request: Request, place: Establishment) -> HttpResponse:
    return _edit(request, place, None)


@page(see=CpomRight.WRITE, do=CpomRight.WRITE)
def contract_edit(request: Request, place: Establishment, contract: int) -> HttpResponse:
    return _edit(request, place, contract_or_404(request, place, contract, CpomRight.WRITE))


def _edit(request: Request, place: Establishment, row: Contract | None) -> HttpResponse:
    form = ContractForm(sent(request), row)
    kept: list[Contract] = []

    def act() -> None:
        kept.append(save_contract(establishment=place, spec=form.spec(), row=row, by=request.user, at=now()))

    heading = gettext("Correct the contract") if row else gettext("Add a contract")
    back = link(place, "contract", contract=row.pk) if row else link(place, "contracts")
    way = contract_crumbs(place, row) if row else crumbs(place)
    question = Question(heading, back, gettext("The contract is saved."), crumbs=way, fields=CONTRACT_FIELDS)
    return ask(request, form, act, question, lambda: link(place, "contract", contract=kept[0].pk))


@page(see=CpomRight.READ)
def contract(request: Request, place: Establishment, contract: int) -> HttpResponse:
    """The register: what the contract promises, and the dossiers made under it."""
    row = contract_or_404(request, place, contract)
    found = paged(objectives_of(request.user, place).filter(contract=row), request.GET.get("page"))
    held = agreed(list(found))
    note_named(request, [one.objective for one in held])
    dossiers, regional = dossiers_of(request.user, place).filter(contract=row), Regional.of(place)
    context = {
        "place": place,
        "contract": row,
        "shown": showing.contract_shown(row, today()),
        "objectives": [showing.agreed_shown(one, regional, today()) for one in held],
        "page": found,
        "dossiers": [{"row": one, "state": DOSSIER_STATES[one.state]} for one in dossiers],  # type: ignore[index]
        "may_write": request.user.may(CpomRight.WRITE, place),
        "crumbs": contract_crumbs(place, row),
    }
    return render(request, "cpom/contract.html", context)


@page(see=CpomRight.WRITE, do=CpomRight.WRITE)
def objective_add(request: Request, place: Establishment, contract: int) -> HttpResponse:
    """An objective, for the establishment or a part of it; for a person only where she may be named."""
    row = contract_or_404(request, place, contract, CpomRight.WRITE)
    people = list(Person.objects.visible_to(request.user, place, IndicatorsRight.NOMINATIVE))
    form = ObjectiveForm(sent(request), contract=row, people=people)

    def act() -> None:
        add_objective(contract=row, spec=form.spec(), **form.level(), by=request.user, at=now())

    back = link(place, "contract", contract=row.pk)
    done = gettext("The objective is saved.")
    way = contract_crumbs(place, row)
    return ask(request, form, act, Question(gettext("Add an objective"), back, done, crumbs=way, fields=TERMS_FIELDS))


@page(see=CpomRight.READ)
def objective(request: Request, place: Establishment, objective: int) -> HttpResponse:
    """Every version of an objective: the contract's, then each amendment's."""
    row = objective_or_404(request, place, objective)
    note_named(request, [row])
    (one,) = agreed([row])
    context = {
        "place": place,
        "objective": row,
        "terms": one.last,
        "level": showing.level_of(row),
        "versions": showing.terms_rows(one.terms),
        "may_write": request.user.may(CpomRight.WRITE, place) and not one.last.withdrawn,
        "crumbs": contract_crumbs(
            place, row.contract, (gettext("Objective %(number)s") % {"number": row.position}, "")
        ),
    }
    return render(request, "cpom/objective.html", context)


@page(see=CpomRight.WRITE, do=CpomRight.WRITE)
def objective_amend(request: Request, place: Establishment, objective: int) -> HttpResponse:
    """What an amendment changes. What was agreed before stays."""
    row = objective_or_404(request, place, objective, CpomRight.WRITE)
    note_named(request, [row])
    (one,) = agreed([row])
    form = TermsForm(sent(request), contract=row.contract, terms=one.last)
    back = link(place, "objective", objective=row.pk)

    def act() -> None:
        amend_objective(objective=row, spec=form.spec(), by=request.user, at=now())

    note = gettext("What was agreed before stays as it is. From the same first day on, this corrects it.")
    heading = gettext("Amend objective %(number)s") % {"number": row.position}
    done = gettext("The amendment is saved.")
    way = contract_crumbs(place, row.contract)
    return ask(request, form, act, Question(heading, back, done, "", note, crumbs=way, fields=TERMS_FIELDS))


@page(see=CpomRight.WRITE, do=CpomRight.WRITE)
def objective_withdraw(request: Request, place: Establishment, objective: int) -> HttpResponse:
    row = objective_or_404(request, place, objective, CpomRight.WRITE)
    form = WithdrawForm(sent(request))

    def act() -> None:
        withdraw_objective(objective=row, **form.cleaned_data, by=request.user, at=now())

    heading = gettext("Withdraw objective %(number)s") % {"number": row.position}
    note = gettext("An amendment drops it from a day on. What was agreed and counted before stays.")
    done = gettext("The objective is withdrawn.")
    way = contract_crumbs(place, row.contract)
    back = link(place, "objective", objective=row.pk)
    return ask(request, form, act, Question(heading, back, done, "", note, crumbs=way, fields=TERMS_FIELDS))


@page(see=CpomRight.WRITE, do=CpomRight.WRITE)
def statement(request: Request, place: Establishment, objective: int, year: int) -> HttpResponse:
    """What is said of an objective in a year."""
    row = objective_or_404(request, place, objective, CpomRight.WRITE)
    note_named(request, [row])
    (one,) = agreed([row])
    form = StatementForm(sent(request), terms=one.last, last=one.statements.get(year))
    day: date = today()

    def act() -> None:
        say(objective=row, year=year, **form.values(), said_on=day, by=request.user, at=now())

    heading = gettext("Objective %(number)s in %(year)s") % {"number": row.position, "year": year}
    back = link(place, "progress", contract=row.contract_id)
    done = gettext("It is written down.")
    way = contract_crumbs(place, row.contract)
    return ask(request, form, act, Question(heading, back, done, one.last.wording, crumbs=way, fields=STATEMENT_FIELDS))

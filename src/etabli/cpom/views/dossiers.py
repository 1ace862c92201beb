"""Funding dossiers: chosen figures, evidence, what is lacking; frozen, and what has changed since."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from etabli.cpom import dossier_showing, papers
from etabli.cpom.access import CpomRight
from etabli.cpom.actions.dossiers import (
    add_evidence,
    freeze_dossier,
    remove_dossier,
    remove_evidence,
    save_dossier,
)
from etabli.cpom.forms.dossiers import DOSSIER_FIELDS, DossierForm, EvidenceForm, SureForm
from etabli.cpom.models import Contract, Dossier
from etabli.cpom.queries.dossiers import content_of, dossiers_of, evidence_of, is_intact
from etabli.cpom.states import DossierState
from etabli.cpom.views.common import (
    contract_crumbs,
    contract_or_404,
    explained,
    link,
    made_by,
    pdf,
    redeemed,
    row_or_404,
)
from etabli.indicators.choosing import as_query
from etabli.kit import undo
from etabli.kit.asking import Question, ask, do, sent
from etabli.kit.clock import now, today
from etabli.kit.pages import Request, page
from etabli.org.models import Establishment

UNDO = "cpom.evidence"


@page(see=CpomRight.WRITE, do=CpomRight.WRITE)
def dossier_add(request: Request, place: Establishment, contract: int) -> HttpResponse:
    return _edit(request, place, contract_or_404(request, place, contract, CpomRight.WRITE), None)


@page(see=CpomRight.WRITE, do=CpomRight.WRITE)
def dossier_edit(request: Request, place: Establishment, dossier: int) -> HttpResponse:
    row = row_or_404(dossiers_of(request.user, place, CpomRight.WRITE), dossier)
    return _edit(request, place, row.contract, row)


def _edit(request: Request, place: Establishment, contract: Contract, row: Dossier | None) -> HttpResponse:
    form = DossierForm(sent(request), contract=contract, row=row)
    kept: list[Dossier] = []

    def act() -> None:
        kept.append(save_dossier(contract=contract, spec=form.spec(), row=row, by=request.user, at=now()))

    heading = gettext("Change the dossier") if row else gettext("Begin a funding dossier")
    back = link(place, "dossier", dossier=row.pk) if row else link(place, "contract", contract=contract.pk)
    way = contract_crumbs(place, contract)
    question = Question(heading, back, gettext("The dossier is saved."), crumbs=way, fields=DOSSIER_FIELDS)
    return ask(request, form, act, question, lambda: link(place, "dossier", dossier=kept[0].pk))


@page(see=CpomRight.READ)
def dossier(request: Request, place: Establishment, dossier: int) -> HttpResponse:
    """A draft as it is today; a frozen one as it was frozen, with what differs now."""
    row = row_or_404(dossiers_of(request.user, place), dossier)
    frozen = row.state == DossierState.FROZEN
    content = row.content if frozen else content_of(row, today())
    url, query = explained(request), as_query(row.period)
    shown = dossier_showing.shown(row, content)
    context = {
        "place": place,
        "dossier": row,
        "frozen": frozen,
        "intact": is_intact(row),
        "shown": shown,
        "figures": [{**one, "url": url(one["code"]) and f"{url(one['code'])}?{query}"} for one in shown["figures"]],
        "evidence": row.evidence.all(),
        "undo": undo.offered(request),
        "may_write": not frozen and request.user.may(CpomRight.WRITE, place),
        "may_freeze": not frozen and request.user.may(CpomRight.FREEZE, place),
        "crumbs": contract_crumbs(place, row.contract, (row.title, "")),
    }
    return render(request, "cpom/dossier.html", context)


@page(see=CpomRight.WRITE, do=CpomRight.WRITE)
def evidence_add(request: Request, place: Establishment, dossier: int) -> HttpResponse:
    row = row_or_404(dossiers_of(request.user, place, CpomRight.WRITE), dossier)
    form = EvidenceForm(sent(request))

    def act() -> None:
        add_evidence(dossier=row, **form.cleaned_data, by=request.user, at=now())

    way = contract_crumbs(place, row.contract, (row.title, link(place, "dossier", dossier=row.pk)))
    back = link(place, "dossier", dossier=row.pk)
    return ask(
        request, form, act, Question(gettext("Add evidence"), back, gettext("The evidence is added."), crumbs=way)
    )


@page(see=CpomRight.WRITE, do=CpomRight.WRITE)
def evidence_remove(request: Request, place: Establishment, evidence: int) -> HttpResponse:
    row = row_or_404(evidence_of(request.user, place, CpomRight.WRITE), evidence)
    back = link(place, "dossier", dossier=row.dossier_id)
    values = {"title": row.title, "reference": row.reference, "words": row.words}

    def act() -> None:
        remove_evidence(row=row, by=request.user, at=now())
        undo.offer(
            request,
            act=UNDO,
            address=link(place, "evidence_restore", dossier=row.dossier_id),
            text=gettext("“%(title)s” is removed.") % values,
            values={"place": place.pk, **values},
        )

    return do(request, act, back)


@page(see=CpomRight.WRITE, do=CpomRight.WRITE)
def evidence_restore(request: Request, place: Establishment, dossier: int) -> HttpResponse:
    """The evidence that was removed, as it was."""
    row = row_or_404(dossiers_of(request.user, place, CpomRight.WRITE), dossier)
    back = link(place, "dossier", dossier=row.pk)
    if request.method != "POST":
        return redirect(back)
    values = redeemed(request, place, UNDO)
    return do(request, lambda: add_evidence(dossier=row, **values, by=request.user, at=now()), back)


@page(see=CpomRight.WRITE, do=CpomRight.WRITE)
def dossier_remove(request: Request, place: Establishment, dossier: int) -> HttpResponse:
    """A draft only, and asked once more."""
    row = row_or_404(dossiers_of(request.user, place, CpomRight.WRITE), dossier)
    form = SureForm(sent(request), gettext("The draft and its evidence are removed for good"))

    def act() -> None:
        remove_dossier(row=row, by=request.user, at=now())

    way = contract_crumbs(place, row.contract, (row.title, link(place, "dossier", dossier=row.pk)))
    back, done = link(place, "contract", contract=row.contract_id), gettext("The draft is removed.")
    heading, submit = gettext("Remove the draft"), gettext("Remove it")
    return ask(request, form, act, Question(heading, back, done, row.title, "", submit, crumbs=way))


@page(see=CpomRight.FREEZE, do=CpomRight.FREEZE)
def dossier_freeze(request: Request, place: Establishment, dossier: int) -> HttpResponse:
    """Asked once more, for it cannot be taken back."""
    row = row_or_404(dossiers_of(request.user, place, CpomRight.FREEZE), dossier)
    form = SureForm(sent(request), gettext("I have read what it says and what is lacking"))

    def act() -> None:
        freeze_dossier(row=row, by=request.user, at=now())

    back = link(place, "dossier", dossier=row.pk)
    note = gettext(
        "What it says is then never changed, by anyone. What changes later in the facts shows beside it as a difference."
    )
    way = contract_crumbs(place, row.contract, (row.title, back))
    done = gettext("The dossier is frozen.")
    heading, submit = gettext("Freeze the dossier"), gettext("Freeze it")
    return ask(request, form, act, Question(heading, back, done, row.title, note, submit, crumbs=way))


@page(see=CpomRight.READ)
def dossier_paper(request: Request, place: Establishment, dossier: int) -> HttpResponse:
    row = row_or_404(dossiers_of(request.user, place), dossier)
    return pdf(papers.dossier_paper(row, made_by=made_by(request), on=today()), row.title)

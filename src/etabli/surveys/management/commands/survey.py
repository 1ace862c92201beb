"""`etabli survey FORM`: every field of a form for a year, with where its value comes from and the rows behind it."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.utils.translation import gettext, gettext_lazy

from etabli.core.refusal import Refusal
from etabli.kit.command import Command as Base
from etabli.kit.wording import sentence
from etabli.org.queries import establishment_of
from etabli.surveys import rules
from etabli.surveys.documents import answers_document
from etabli.surveys.queries import filling
from etabli.surveys.questionnaire import families
from etabli.surveys.showing import said, shown_value
from etabli.surveys.wording import STATUSES


class Command(Base):
    help = gettext_lazy("Print a form that an authority asks for: every field, its value and where that comes from.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("form", choices=sorted(families()))
        parser.add_argument("--establishment", metavar="FINESS", required=True)
        parser.add_argument("--year", type=int, required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        establishment = establishment_of(options["establishment"])
        if establishment is None:
            raise Refusal("no_such_establishment", value=options["establishment"])
        form = rules.check_form(options["form"], options["year"], establishment.kind)
        found = filling(form, establishment, options["year"])
        lines = [
            f"{said(filled.field.words)}: {shown_value(filled.field, filled.value) or '–'} ({STATUSES[filled.status]})"
            for filled in found.fields.values()
        ]
        labels = {name: said(field.words) for name, field in form.fields.items()}
        problems = [f"! {labels[one.field]}: {sentence(one.refusal)}" for one in found.failures]
        done, total = found.progress()
        count = gettext("%(done)s fields of %(total)s are answered.") % {"done": done, "total": total}
        self.answer(answers_document(found), "\n".join([*lines, *problems, count]))

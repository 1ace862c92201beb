"""A paper of the room as the answer to a request."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.text import slugify

from etabli.pathways.papers.common import Paper, pdf_of
from etabli.people.models import Person


def pdf_answer(paper: Paper, person: Person) -> HttpResponse:
    """The PDF as a download, named after the paper and the person."""
    name = slugify(f"{paper.title} {person}")
    headers = {"Content-Disposition": f'attachment; filename="{name}.pdf"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(pdf_of(paper), content_type="application/pdf", headers=headers)

"""`etabli certificate`: the certificate of a client for a year, of its obligation to employ or of impact."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.utils.translation import gettext, gettext_lazy, override

from etabli.billing import certificate_rules as rules
from etabli.billing.actions.certificates import certify_impact, certify_obligation
from etabli.billing.certificate_documents import impact_facts, impact_pdf, obligation_facts, obligation_pdf
from etabli.billing.management.taken import log_taken
from etabli.billing.models import ImpactCertificate, ObligationCertificate
from etabli.billing.queries import invoice_numbered
from etabli.billing.queries.certificates import client_coded, is_obliged, so_far
from etabli.core.refusal import Refusal
from etabli.kit.clock import now, today
from etabli.kit.command import Command as Base
from etabli.orders.models import Client
from etabli.org.queries import establishment_of


class Command(Base):
    help = gettext_lazy("Issue the certificate of a client for a year, or show the one that holds.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("kind", choices=("oeth", "impact"))
        parser.add_argument("--client", required=True, metavar="CODE")
        scope = parser.add_mutually_exclusive_group(required=True)
        scope.add_argument("--year", type=int, metavar="YYYY")
        scope.add_argument("--invoice", metavar="NUMBER", help=gettext_lazy("of impact: that of one invoice"))
        parser.add_argument("--establishment", metavar="FINESS")
        parser.add_argument("--out", type=Path, metavar="FILE", help=gettext_lazy("write the PDF there"))

    def handle(self, *args: Any, **options: Any) -> None:
        if options["kind"] == "oeth" and options["year"] is None:
            self.create_parser("etabli", "certificate").error(gettext("An OETH certificate is of a year: --year."))
        place = establishment_of(options["establishment"]) if options["establishment"] else None
        if options["establishment"] and place is None:
            raise Refusal("establishment_unknown", value=options["establishment"])
        client = client_coded(options["client"], place)
        if options["kind"] == "oeth":
            self.obligation(client, options)
        else:
            self.impact(client, options)

    def obligation(self, client: Client, options: dict[str, Any]) -> None:
        rules.check_country(client.establishment.country)
        rules.check_obliged(client.name, is_obliged(client))
        if options["year"] == today().year and options["out"] is None:
            self.provisional(so_far(client.establishment, client, options["year"]))
            return
        made = certify_obligation(
            establishment=client.establishment, client=client, year=options["year"], on=today(), by=None, at=now()
        )
        rows = [f"{label}: {value}" for label, value, _ in obligation_facts(made.payload)]
        self.told(made, rows, client, options["out"])

    def provisional(self, payload: dict[str, Any]) -> None:
        """A year that is not over is shown as it stands: nothing is issued."""
        head = gettext("Provisional: the year %(year)s is not over, nothing is issued.") % {"year": payload["year"]}
        rows = [f"{label}: {value}" for label, value, _ in obligation_facts(payload)]
        self.answer(payload, "\n".join([head, *rows]))

    def impact(self, client: Client, options: dict[str, Any]) -> None:
        place, number = client.establishment, options["invoice"]
        made = certify_impact(
            establishment=place,
            client=client,
            invoice=invoice_numbered(number, place) if number else None,
            year=options["year"],
            on=today(),
            by=None,
            at=now(),
        )
        self.told(made, [f"{label}: {value}" for label, value in impact_facts(made.payload)], client, options["out"])

    def told(
        self, made: ObligationCertificate | ImpactCertificate, rows: list[str], client: Client, out: Path | None
    ) -> None:
        """Written as a PDF in the client's language, shown in that of the terminal."""
        if out is not None:
            made_pdf = obligation_pdf if isinstance(made, ObligationCertificate) else impact_pdf
            with override(client.language):
                out.write_bytes(made_pdf(made.payload, made.digest))
        kind = "obligation" if isinstance(made, ObligationCertificate) else "impact"
        log_taken(f"billing.{kind}.file", [client], client.establishment)
        head = gettext("Certificate %(number)s, %(client)s") % {"number": made.number, "client": client.name}
        self.answer({**made.payload, "digest": made.digest}, "\n".join([head, *rows]))

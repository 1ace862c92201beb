"""The competences of ROME 4.0, as France Travail publishes them in its open data: savoir-faire and savoir-être in one file
(`unix_referentiel_competence`), savoirs in another (`unix_referentiel_savoir`), UTF-8 text files of comma-separated values.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from etabli.exchange.reading.frameworks import FrameworkRow, Row, keep
from etabli.exchange.reading.headers import Header, find_header, header_problems, names
from etabli.exchange.reading.problems import Place, Problem
from etabli.exchange.reading.rows import Line, Reading, is_blank, unknown_columns
from etabli.exchange.reading.sheets import Sheet, Workbook
from etabli.exchange.reading.values import text_of
from etabli.exchange.reading.words import folded
from etabli.support.rules import CompetenceSpec, FrameworkSpec, LevelSpec

COLUMNS = names(
    code="code_ogr|code_ogr_competence|code_ogr_savoir",
    title="libelle_competence|libelle_savoir|libelle",
    kind="cat_comp|libelle_categorie|categorie",
)
KNOWLEDGE_LABELS = frozenset({folded("libelle_savoir")})
LONGEST = 200


def read_rome(
    workbook: Workbook, *, code: str, title: str, levels: Sequence[LevelSpec], containing: Sequence[str]
) -> Reading[Row]:
    """The competences of a file whose words contain one of `containing` (all of them when it is empty), as one framework in
    French. Columns that nothing is read from are listed as ignored."""
    reading: Reading[Row] = Reading()
    sheet = workbook.sheets[0]
    header = find_header(sheet, COLUMNS)
    if header is None:
        reading.errors.append(Problem("header_missing", sheet.place()))
        return reading
    reading.errors += header_problems(sheet, header, ("code", "title"))
    reading.ignored += unknown_columns(sheet, header)
    if reading.errors:
        return reading
    wanted = [folded(word) for word in containing]
    found = _competences(sheet, header, wanted, reading)
    spec = FrameworkSpec(code, "fr", title, tuple(levels), tuple(found.values()), f"ROME 4.0, {sheet.name}")
    keep(reading, FrameworkRow(Place(sheet.name), spec))
    return reading


def _competences(
    sheet: Sheet, header: Header, wanted: Sequence[str], reading: Reading[Any]
) -> dict[str, CompetenceSpec]:
    """By code; what is wrong with a line stands in the reading."""
    is_knowledge = folded(text_of(sheet.cell(header.row, header.columns["title"]))) in KNOWLEDGE_LABELS
    found: dict[str, CompetenceSpec] = {}
    for row in range(header.row + 1, len(sheet.rows)):
        if is_blank(sheet.rows[row]):
            continue
        line = Line(sheet, row, header.columns)
        code, title = text_of(line.cell("code")), text_of(line.cell("title"))
        if wanted and not any(word in folded(title) for word in wanted):
            continue
        if not code or not title:
            reading.errors.append(line.problem("value_missing", "title" if code else "code"))
        elif code in found:
            reading.errors.append(line.problem("competence_code_twice", "code"))
        else:
            if len(title) > LONGEST:
                reading.warnings.append(line.problem("text_shortened", "title"))
            kind = "knowledge" if is_knowledge else _kind(text_of(line.cell("kind")))
            found[code] = CompetenceSpec(code, kind, title[:LONGEST], external_code=code)
    return found


def _kind(category: str) -> str:
    """Savoir-être is an attitude, savoir a knowledge, anything else what someone can do."""
    word = folded(category)
    if "etre" in word:
        return "attitude"
    return "knowledge" if word.startswith("savoir") and "faire" not in word else "skill"

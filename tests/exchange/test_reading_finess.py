"""The FINESS export, on small files damaged as the official one is."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from etabli.exchange.reading.finess import GROUPS, WIDTH, read_finess
from etabli.exchange.reading.rows import Reading
from etabli.exchange.reading.sheets import read_workbook

HEAD = ["NumÃ©ro FINESS", "SIRET", "APE", "Raison sociale", "ComplÃ©ment distribution", "Adresse", "Lieudit/BP"]
HEAD += [
    "Code postal",
    "Libelle routage",
    "Tel",
    "Fax",
    "Date ouvert",
    "Code categorie",
    "Lib categorie",
    "Code statut",
]
HEAD += ["Lib statut", "Code tarif", "Lib tarif", "Code PSPH", "Lib PSPH", "FINESS juridique", "SOC:"]
for number in range(1, GROUPS + 1):
    HEAD += [f"Discipline{number}", f"Mode{number}", f"ClientÃ?le{number}"]
    HEAD += [f"CapacitÃ© {sex}{number}" for sex in ("hommes", "femmes", "totale")]
LINE = ["010001261", "775 544 083 00477", "8810C", "ESAT Les Étangs", "", "", "LES BROSSES", "01560", "VERNOUX"]
LINE += ["04 00 00 00 00 ", "", "01 octobre 2000", "246", "ESAT", *[""] * 6, "010785897", ""]
LINE += ["Aide", "Externat", "Tous", "0", "0", "50", "Aide", "Externat", "Tous", "0", "0", "12"]


def wrapped(cells: list[str]) -> str:
    return ";".join(f'="{cell}"' for cell in [*cells, *[""] * (WIDTH - len(cells))]) + ";"


def read(tmp_path: Path, *lines: list[str], head: list[str] = HEAD) -> Reading:
    path = tmp_path / "export.csv"
    path.write_bytes("\r\n".join(map(wrapped, [head, *lines])).encode("latin-1"))
    return read_finess(read_workbook(path))


def changed(**columns: str) -> list[str]:
    places = {"finess": 0, "siret": 1, "name": 3, "opened": 11, "legal": 20, "first": 27, "second": 33}
    line = [*LINE]
    for name, value in columns.items():
        line[places[name]] = value
    return line


def test_a_line(tmp_path: Path) -> None:
    reading = read(tmp_path, LINE)
    (row,) = reading.rows
    assert (row.finess, row.siret, row.name, row.address) == (
        "010001261",
        "77554408300477",
        "ESAT Les Étangs",
        "LES BROSSES",
    )
    assert (row.postal_code, row.city, row.phone, row.department) == ("01560", "VERNOUX", "04 00 00 00 00", "01")
    assert (row.opened_on, row.category, row.legal_finess, row.places) == (date(2000, 10, 1), "246", "010785897", 62)
    assert [problem.code for problem in reading.warnings] == ["header_damaged"]
    assert not reading.errors


def test_damage_is_a_warning_and_the_line_is_kept(tmp_path: Path) -> None:
    line = changed(
        finess="010001262", siret="123", legal="010785898", name="CHÃ¢teau", opened="jadis", first="x", second=""
    )
    reading = read(tmp_path, line)
    assert len(reading.rows) == 1 and not reading.errors
    assert [problem.code for problem in reading.warnings[1:]] == [
        "finess_key_wrong",
        "finess_key_wrong",
        "siret_key_wrong",
        "text_damaged",
        "not_a_date",
        "not_a_number_of_places",
    ]


def test_an_establishment_without_places(tmp_path: Path) -> None:
    reading = read(tmp_path, changed(first="", second=""))
    assert reading.rows[0].places == 0
    assert reading.warnings[-1].code == "no_places"


def test_corsica(tmp_path: Path) -> None:
    reading = read(tmp_path, changed(finess="2A0002861"))
    assert reading.rows[0].finess == "2A0002861"
    assert [problem.code for problem in reading.warnings] == ["header_damaged"]


def test_columns_without_a_name_are_found_by_position(tmp_path: Path) -> None:
    head = [*HEAD]
    head[0], head[27] = "N?m?ro", "??? totale1"
    reading = read(tmp_path, LINE, head=head)
    assert reading.rows[0].finess == "010001261" and reading.rows[0].places == 62
    assert [problem.code for problem in reading.warnings] == [
        "column_by_position",
        "places_by_position",
        "header_damaged",
    ]


def test_lines_that_cannot_be_kept(tmp_path: Path) -> None:
    reading = read(tmp_path, LINE, LINE, changed(finess=""), changed(finess="020000000", name=""), [""] * 10)
    assert [(problem.code, str(problem.place)) for problem in reading.errors] == [
        ("row_twice", "export!A3"),
        ("value_missing", "export!A4"),
        ("value_missing", "export!D5"),
    ]
    assert reading.lines == 4


def test_another_file_is_an_error(tmp_path: Path) -> None:
    assert [problem.code for problem in read(tmp_path, LINE, head=["a", "b"]).errors] == ["not_a_finess_export"]


def test_a_sound_header_line_is_no_warning(tmp_path: Path) -> None:
    head = [label.replace("Ã©", "é").replace("Ã?", "è") for label in HEAD]
    assert not read(tmp_path, LINE, head=head).warnings

"""Files that would do harm, through the real command: one sentence, exit 1, bounded memory, nothing written."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from tests.exchange import files
from tests.faults.conftest import SQLITE_ONLY, House, import_words
from tests.waiting import LIMIT

pytestmark = [pytest.mark.slow, SQLITE_ONLY]

MEMORY = 350 * 1024
"""Kilobytes that the command, and the process it opens workbooks in, may use. Doing nothing takes some 100,000."""
HEAD = ("Matricule", "Date", "Créneau", "Code")
MEGABYTE = 1_000_000


def bomb(folder: Path) -> Path:
    """A gigabyte of spaces in one packed megabyte."""
    path = folder / "bomb.xlsx"
    files.xlsx_of_parts(path, files.sheet_xml(b""))
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as package, package.open("xl/media/image.bin", "w") as part:
        for _ in range(1000):
            part.write(b" " * MEGABYTE)
    return path


def bomb_that_lies(folder: Path) -> Path:
    """A part of 100 megabytes whose announced size is a thousand bytes."""
    path = files.xlsx_of_parts(folder / "lie.xlsx", files.sheet_xml(b" " * 100 * MEGABYTE))
    return files.lie_about_size(path, "xl/worksheets/sheet1.xml", 1000)


def endless_text(folder: Path) -> Path:
    """200 megabytes of lines."""
    path = folder / "long.csv"
    line = b"001;06/01/2025;M;PRE\n"
    with path.open("wb") as handle:
        handle.write(";".join(HEAD).encode() + b"\n")
        for _ in range(200):
            handle.write(line * (MEGABYTE // len(line)))
    return path


def endless_sheet(folder: Path) -> Path:
    """200 megabytes of cells of which no two are alike, so that no ratio gives them away, packed."""
    path = files.xlsx_of_parts(folder / "long.xlsx", files.sheet_xml(b""))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
        with zipfile.ZipFile(files.xlsx_of_parts(folder / "small.xlsx", files.sheet_xml(b""))) as small:
            for name in small.namelist():
                if name != "xl/worksheets/sheet1.xml":
                    package.writestr(name, small.read(name))
        with package.open("xl/worksheets/sheet1.xml", "w") as part:
            part.write(files.sheet_xml(b"").split(b"</sheetData>")[0])
            for start in range(1, 200 * MEGABYTE // 55, 20_000):
                part.write(
                    b"".join(
                        b'<row r="%d"><c r="A%d"><v>%d</v></c></row>' % (n, n, n * 7919)
                        for n in range(start, start + 20_000)
                    )
                )
            part.write(b"</sheetData></worksheet>")
    return path


def protected_sheet(folder: Path) -> Path:
    return files.encrypted_office(folder / "protected.xlsx")


def cut_short(folder: Path) -> Path:
    path = files.xlsx(folder / "cut.xlsx", {"Mars": [HEAD, ["001", date(2025, 1, 6), "M", "PRE"]]})
    path.write_bytes(path.read_bytes()[:-300])
    return path


def forbidden(folder: Path) -> Path:
    """A folder where a file was meant: what cannot be opened, also by whoever may open everything."""
    path = folder / "folder.xlsx"
    path.mkdir()
    return path


def noise(folder: Path) -> Path:
    path = folder / "noise.xls"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + os.urandom(50_000))
    return path


@pytest.mark.parametrize(
    "make", [bomb, bomb_that_lies, endless_text, endless_sheet, protected_sheet, cut_short, forbidden, noise]
)
def test_one_sentence_and_bounded_memory(make: Callable[[Path], Path], house: House, tmp_path: Path) -> None:
    path = make(tmp_path)
    code, out, err, memory = run(house, *import_words(path), "--json")
    assert code == 1 and "Traceback" not in err, err
    assert memory < MEMORY, f"{memory:,} kB"
    (error,) = house(*import_words(path), "--json").json["errors"]
    assert error["message"].endswith(".") and "\n" not in error["message"]
    assert path.name in error["message"] or error["sheet"]
    said = house(*import_words(path))
    assert said.code == 1 and error["message"] in said.out + said.err
    assert house.count("attendance_entry") == 0


def test_a_formula_cell_is_named_and_keeps_the_file_out(house: House, tmp_path: Path) -> None:
    rows = [HEAD, ["001", date(2025, 1, 6), "M", "PRE"], ["001", date(2025, 1, 6), "A", '=IF(1=1,"PRE","CP")']]
    path = files.xlsx(tmp_path / "formula.xlsx", {"Mars": rows})
    ended = house(*import_words(path), "--json")
    (error,) = ended.json["errors"]
    assert ended.code == 1 and (error["sheet"], error["cell"]) == ("Mars", "D3")
    assert house.count("attendance_entry") == 0
    assert house(*import_words(path), "--accept-good-rows").code == 1
    assert house.count("attendance_entry") == 1


LAUNCHER = """
import os, subprocess, sys
process = subprocess.Popen(sys.argv[2:])
_, status, usage = os.wait4(process.pid, 0)
with open(sys.argv[1], "w") as file:
    file.write(f"{os.waitstatus_to_exitcode(status)} {usage.ru_maxrss}")
"""
"""Starts the command from a small process: the peak of a process counts that of the one it was forked from."""


def run(house: House, *words: str) -> tuple[int, str, str, int]:
    """Exit code, output, complaints, and the most memory (kB) that the process or one it started took."""
    answer = house.home.parent / "usage"
    command = [sys.executable, "-c", LAUNCHER, str(answer), sys.executable, "-m", "etabli.config.cli", *words]
    done = subprocess.run(command, env=house.variables(), capture_output=True, text=True, check=False, timeout=LIMIT)
    code, memory = map(int, answer.read_text().split())
    return code, done.stdout, done.stderr, memory

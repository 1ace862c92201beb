"""The forms, as data: `questionnaires/<code>.toml` says what is asked, `sql/<code>/<group>.sql` how it is counted.

A form has sections, a section has fields under their official names, with our own labels in three languages. A field with
`from` is computed: the file of that group lists `establishment, field, subject, day_no, num, den, excluded`. Its value is the
sum of `num`, or with `mean` the sum of `num` over that of `den`, divided by `divide`. A field with `figure` is computed by
that definition, over the year. A field with `settings` is what the workplace says of itself; any other is asked once a year
and kept.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.resources import files
from typing import Any

from etabli.indicators.definitions import definitions
from etabli.surveys.states import FieldType, Means

LANGUAGES = ("fr", "nl", "en")
_COMMENT = re.compile(r"^\s*--.*$", re.MULTILINE)
_PLACEHOLDER = re.compile(r":(scope|from_day|to_day|born_day)\b")


@dataclass(frozen=True)
class Words:
    """A text in each language; empty when there is none."""

    fr: str = ""
    nl: str = ""
    en: str = ""

    def of(self, language: str) -> str:
        """That of a language (`fr`, `nl-be`), else the English one."""
        return getattr(self, language[:2], "") or self.en


@dataclass(frozen=True)
class Choice:
    """One answer of a list. `low` and `high` (excluded): of a band of numbers, None for no bound; a band has a `low`."""

    code: str
    words: Words
    low: float | None = None
    high: float | None = None

    def holds(self, value: float) -> bool:
        return self.low is not None and self.low <= value and (self.high is None or value < self.high)


@dataclass(frozen=True)
class Field:
    """One question. `name`: the official one. `note`: what to know of it, a known defect of the form among others.

    `figure`: the definition that counts it, of whose parts only `parts` count (empty: all); `unknown`: a part of it that is a
    gap, and its reason. `only_if`: a field and the value it must have for this one to be asked. `at_most`: a field that this
    one cannot exceed. `needs_rows`: unknown, and not 0, where no field of its group has a row. `minimum` and `maximum` bound
    a number. `divide` and `decimals` make the shown value of the sums.
    """

    name: str
    type: FieldType
    means: Means
    words: Words
    note: Words
    group: str = ""
    figure: str = ""
    parts: tuple[str, ...] = ()
    unknown: tuple[str, str] | None = None
    mean: bool = False
    needs_rows: bool = False
    divide: float = 1
    decimals: int = 0
    choices: tuple[Choice, ...] = ()
    only_if: tuple[str, Any] | None = None
    at_most: str = ""
    minimum: float | None = None
    maximum: float | None = None

    def measure_of(self, num: float, den: float) -> int | float | None:
        """The number that sums make; None for a mean over nothing."""
        if self.mean and not den:
            return None
        value = round((num / den if self.mean else num) / self.divide, self.decimals)
        return value if self.decimals else int(value)

    def value_of(self, measure: float | None) -> int | float | str | None:
        """The answer that a number gives: itself, or the code of the band that holds it; None when no band does."""
        if self.type != FieldType.CHOICE or measure is None:
            return measure
        return next((choice.code for choice in self.choices if choice.holds(measure)), None)


@dataclass(frozen=True)
class Section:
    code: str
    words: Words
    fields: tuple[Field, ...]


@dataclass(frozen=True)
class SumControl:
    """A total that its parts must make; parts that `may_lack` make at most the total."""

    total: str
    parts: tuple[str, ...]
    may_lack: bool = False


@dataclass(frozen=True)
class Questionnaire:
    """A form. `family`: the survey of which it is an edition of some year; answers are kept under it, so that those of last
    year are known to the form of this year. `first_year`: the first year it describes, until the next form of the family.
    `kinds`: of establishment."""

    code: str
    family: str
    first_year: int
    kinds: frozenset[str]
    words: Words
    source: Words
    sections: tuple[Section, ...]
    controls: tuple[SumControl, ...]

    @cached_property
    def fields(self) -> dict[str, Field]:
        """Every field by its name, in order."""
        return {field.name: field for section in self.sections for field in section.fields}

    @cached_property
    def groups(self) -> dict[str, str]:
        """The text of each group, in order of first use: an SQL file of the form, or a field that a definition counts."""
        folder: Any = files("etabli.surveys") / "sql" / self.code
        texts: dict[str, str] = {}
        for field in self.fields.values():
            if field.figure:
                texts[field.group] = _text_of_figure(field)
            elif field.group and field.group not in texts:
                texts[field.group] = (folder / f"{field.group}.sql").read_text(encoding="utf-8")
        return texts


def _text_of_figure(field: Field) -> str:
    """The rows of a definition, as those of a form. What a definition leaves out is no gap of the form: it explains itself."""
    rows = f"({definitions()[field.figure].sql}\n) AS d"
    columns = f"d.establishment AS establishment, '{field.name}' AS field, d.subject AS subject, d.day_no AS day_no"
    held = f" AND d.part IN ({', '.join(map(repr, field.parts))})" if field.parts else ""
    text = (
        f"SELECT {columns}, d.num AS num, d.den AS den, d.excluded AS excluded FROM {rows} WHERE d.excluded = ''{held}"
    )
    if field.unknown is None:
        return text
    part, reason = field.unknown
    left_out = f"SELECT {columns}, 0 AS num, 0 AS den, '{reason}' AS excluded FROM {rows} WHERE d.part = '{part}'"
    return f"{text}\nUNION ALL\n{left_out}"


def bound(text: str, placeholder: str) -> str:
    """SQL without comments, its placeholders written `placeholder.format(name)`, such as `%({})s` or `${}`."""
    plain = _COMMENT.sub("", text)
    if "%" in placeholder:
        plain = plain.replace("%", "%%")
    return _PLACEHOLDER.sub(lambda match: placeholder.format(match.group(1)), plain).strip()


@lru_cache(maxsize=1)
def questionnaires() -> dict[str, Questionnaire]:
    """Every form by its code, families together, the newest of each last."""
    folder: Any = files("etabli.surveys") / "questionnaires"
    found = [
        parse(file.name.removesuffix(".toml"), tomllib.loads(file.read_text(encoding="utf-8")))
        for file in folder.iterdir()
        if file.name.endswith(".toml")
    ]
    return {form.code: form for form in sorted(found, key=lambda form: (form.family, form.first_year))}


def families() -> dict[str, Questionnaire]:
    """The newest form of each family."""
    return {form.family: form for form in questionnaires().values()}


def form_of(family: str, year: int) -> Questionnaire | None:
    """The form of a family that describes a year; None before its first one."""
    fitting = [form for form in questionnaires().values() if form.family == family and form.first_year <= year]
    return fitting[-1] if fitting else None


def parse(code: str, data: dict[str, Any]) -> Questionnaire:
    """A form from its TOML. KeyError names what is missing, ValueError a type that is none."""
    sections = tuple(
        Section(row["code"], _words(row), tuple(_field(field) for field in row["field"])) for row in data["section"]
    )
    controls = tuple(
        SumControl(row["total"], tuple(row["parts"]), row.get("may_lack", False)) for row in data.get("sum", ())
    )
    return Questionnaire(
        code=code,
        family=data["family"],
        first_year=data["first_year"],
        kinds=frozenset(data["kinds"]),
        words=_words(data),
        source=Words(**data["source"]),
        sections=sections,
        controls=controls,
    )


def _words(row: dict[str, Any]) -> Words:
    return Words(**{language: row[language] for language in LANGUAGES})


def _field(row: dict[str, Any]) -> Field:
    figure = row.get("figure", "")
    group = f"figure:{row['name']}" if figure else row.get("from", "")
    means = Means.COMPUTED if group else Means.SETTINGS if row.get("settings") else Means.ASKED
    condition = row.get("only_if")
    return Field(
        name=row["name"],
        type=FieldType(row["type"]),
        means=means,
        words=_words(row),
        note=Words(**row.get("note", {})),
        group=group,
        figure=figure,
        parts=tuple(row.get("parts", ())),
        unknown=(row["unknown"]["part"], row["unknown"]["reason"]) if "unknown" in row else None,
        mean=row.get("mean", False),
        needs_rows=row.get("needs_rows", False),
        divide=row.get("divide", 1),
        decimals=row.get("decimals", 0),
        choices=tuple(
            Choice(one["code"], _words(one), one.get("from"), one.get("below")) for one in row.get("choices", ())
        ),
        only_if=(condition["field"], condition["value"]) if condition else None,
        at_most=row.get("at_most", ""),
        minimum=row.get("min"),
        maximum=row.get("max"),
    )

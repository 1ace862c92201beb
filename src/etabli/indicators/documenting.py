"""The pages of the definitions for `docs/indicators/`, made from their files and their worked examples."""

from __future__ import annotations

from etabli.indicators.definitions import LANGUAGES, Basis, Definition, every_definition
from etabli.indicators.examples import Example, examples

BASES = {
    Basis.DAYS: "the days of the period",
    Basis.MONTHS: "whole months: the period begins and ends on a first day of a month",
    Basis.LAST_DAY: "the last day of the period",
}
INDEX = "README.md"
LANGUAGE_NAMES = {"fr": "French", "nl": "Dutch", "en": "English"}
_MADE = "Made by `etabli indicators document` from {source}; do not edit."


def pages() -> dict[str, str]:
    """Every page, by the name of its file; `README.md` lists them."""
    found = {f"{code}.md": page(definition) for code, definition in every_definition().items()}
    return {INDEX: index(), **found}


def index() -> str:
    """The list of the figures, framework by framework in the order in which figures are listed."""
    rows = [
        f"| [`{row.code}`]({row.code}.md) | {row.label('fr')} | {row.label('nl')} | {row.label('en')} | {row.unit} |"
        for row in every_definition().values()
    ]
    lines = [
        "# The figures, one by one",
        "",
        _MADE.format(source="the files in `src/etabli/indicators/sql/`"),
        "",
        "Each figure is one plain SQL file that lists contributions; its sum is the figure, its rows are the explanation.",
        "The rules by which half-days become the rows these files read are in [how it is counted](../counting.md).",
        "",
        "| Code | French | Dutch | English | Unit |",
        "|---|---|---|---|---|",
        *rows,
    ]
    return "\n".join(lines) + "\n"


def page(definition: Definition) -> str:
    """The page of one figure."""
    found = examples().get(definition.code, ())
    source = f"`sql/{definition.framework}/{definition.code}.sql` and `examples/{definition.code}.toml`"
    lines = [
        f"# {definition.label('en')} (`{definition.code}`)",
        "",
        f"{_MADE.format(source=source)} [All figures](README.md).",
        "",
        *(f"- {LANGUAGE_NAMES[name]}: **{definition.label(name)}**. {definition.formula(name)}" for name in LANGUAGES),
        "",
        *_facts(definition),
        "",
        "## Worked examples" if len(found) > 1 else "## Worked example",
        "",
        "`to` is excluded. What is not said is usual: one place, 225 declared days, open Monday to Friday, no public",
        "holiday, 35 hours, full time, due whenever the house is open.",
        *(line for example in found for line in _example(definition, example)),
        "",
        "## Definition",
        "",
        "```sql",
        definition.sql,
        "```",
    ]
    return "\n".join(lines) + "\n"


def _facts(definition: Definition) -> list[str]:
    rows = {
        "Unit": definition.unit,
        "Source": definition.source("en"),
        "Version": f"{definition.version}, valid from {definition.valid_from}",
        "Kinds of establishment": ", ".join(sorted(definition.kinds)),
        "Reads": BASES[definition.basis],
        "Adds up": "yes, over months and establishments"
        if definition.additive
        else "no: it is run for each period and scope",
    }
    if not definition.is_open:
        rows["Read by"] = (
            f"who reads figures and holds `{definition.right}` over everybody in the establishment; nobody above it"
        )
    if definition.requires:
        rows["Needs"] = f"`{definition.requires}` of every year of the period"
    return ["| | |", "|---|---|", *(f"| {name} | {value} |" for name, value in rows.items())]


def _example(definition: Definition, example: Example) -> list[str]:
    expected = example.expected
    result = f"**{_number(expected.num)}**"
    if definition.is_ratio:
        result = f"{_number(expected.num)} ÷ {_number(expected.den)} = **{_number(expected.value)}**"
    return [
        "",
        f"### {example.title}",
        "",
        f"{example.source}. Result: {result}.",
        "",
        "```toml",
        "\n".join(line for line in example.text.splitlines() if not line.startswith(("title", "source", "expect"))),
        "```",
    ]


def _number(number: float | int | None) -> str:
    if number is None:
        return "undefined"
    rounded = round(float(number), 4)
    return f"{rounded:,.0f}" if rounded.is_integer() else f"{rounded:,.4f}".rstrip("0")

"""What the papers of pathways share: their parts, what is missing in them, and how they become a PDF."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from etabli.kit import papers

LANGUAGE = "fr"
TO_FILL = "à compléter"
"""Before each line that is left to be filled in by hand."""


@dataclass(frozen=True)
class Fact:
    """One line of an article. `code` names it on the screen; an empty value is a line, or several, to fill in by hand."""

    code: str
    label: str
    value: str = ""
    rows: int = 1


@dataclass(frozen=True)
class Party:
    """Who signs, or is concerned. `facts`: told under the name; an empty one is a line to fill in."""

    label: str
    name: Fact
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True)
class Article:
    title: str
    text: tuple[str, ...] = ()
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True)
class Paper:
    """All that a paper says, in French. `signers`: (in which quality, name) of each who signs."""

    title: str
    day: date
    parties: tuple[Party, ...]
    articles: tuple[Article, ...]
    signers: tuple[tuple[str, str], ...] = ()
    lead: str = ""
    note: str = ""

    def facts(self) -> Iterator[Fact]:
        for party in self.parties:
            yield from (party.name, *party.facts)
        for article in self.articles:
            yield from article.facts

    def gaps(self) -> list[str]:
        """Codes of what is not known, in the order of the paper, each once."""
        return list(dict.fromkeys(fact.code for fact in self.facts() if not fact.value))


def pdf_of(paper: Paper) -> bytes:
    return papers.paper("etabli.pathways", "convention", content_of(paper))


def content_of(paper: Paper) -> dict[str, Any]:
    """What the template `convention` reads."""
    return {
        "language": LANGUAGE,
        "font": papers.FONT,
        "title": paper.title,
        "lead": paper.lead,
        "day": [paper.day.year, paper.day.month, paper.day.day],
        "to_fill": TO_FILL,
        "parties": [_party(party) for party in paper.parties],
        "articles": [asdict(article) for article in paper.articles],
        "signatures": [{"who": who, "name": name} for who, name in paper.signers],
        "note": paper.note,
    }


def _party(party: Party) -> dict[str, Any]:
    told: Sequence[Fact] = (party.name, *party.facts)
    return {
        "label": party.label,
        "lines": [_told(fact) for fact in told if fact.value],
        "gaps": [fact.label for fact in told if not fact.value],
    }


def _told(fact: Fact) -> str:
    return f"{fact.label} : {fact.value}" if fact.label and fact.code != "name" else fact.value

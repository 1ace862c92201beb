"""What every page must be: one h1, a title, unique ids, forms that say where they go, nothing inline."""

from __future__ import annotations

import re
from collections import Counter
from html.parser import HTMLParser

_GROUPED_YEAR = re.compile("\\b2[\\u00a0\\u202f]0[123][0-9]\\b")


class Page(HTMLParser):
    """Reads a page and keeps what is wrong with it in `faults`."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: Counter[str] = Counter()
        self.ids: Counter[str] = Counter()
        self.faults: list[str] = []
        self._title = ""
        self._inside = ""
        self._sections: list[bool] = []
        """Of the sections one is inside: whether each is hidden. A hidden one is another view, with a heading of its own."""
        self.feed(text)
        self.close()
        if "{{" in text or "{%" in text:
            self.faults.append("template syntax left in the page")
        if _GROUPED_YEAR.search(text):
            self.faults.append("a year written as a number")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag == "section":
            self._sections.append("hidden" in values)
        self.tags[tag] += tag != "h1" or not any(self._sections)
        self._inside = tag
        if "id" in values:
            self.ids[str(values["id"])] += 1
        for name in values:
            if name == "style" or (name.startswith("on") and len(name) > 2):
                self.faults.append(f"inline {name} on <{tag}>")
        if (
            tag == "script"
            and "src" not in values
            and values.get("type") not in ("application/json", "speculationrules")
        ):
            self.faults.append("inline script")
        if tag == "style":
            self.faults.append("inline style sheet")
        if tag == "img" and "alt" not in values:
            self.faults.append("image without alt")
        if tag == "form" and (values.get("method") or "get").lower() not in ("get", "post", "dialog"):
            self.faults.append("form without a known method")

    def handle_data(self, data: str) -> None:
        if self._inside == "title":
            self._title += data

    def handle_endtag(self, tag: str) -> None:
        self._inside = ""
        if tag == "section" and self._sections:
            self._sections.pop()

    def whole(self) -> list[str]:
        """The faults of a whole page, not of a fragment."""
        found = list(self.faults)
        if self.tags["h1"] != 1:
            found.append(f"{self.tags['h1']} h1")
        if not self._title.strip():
            found.append("no title")
        if self.tags["main"] != 1:
            found.append(f"{self.tags['main']} main")
        found += [f"id {name} stands {count} times" for name, count in self.ids.items() if count > 1]
        return found

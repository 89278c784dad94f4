"""What the program is built from: locked by hash, in ranges that are true, with licences that are named."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).resolve().parents[1]
LOCKS = ("build", "runtime", "test", "lowest")
_PIN = re.compile(r"([\w.-]+)==([\w.]+)")


def locked(name: str) -> dict[str, tuple[Version, int]]:
    """The packages of a lock: version, and how many hashes it has."""
    found = {}
    for block in re.split(r"\n(?=\w)", (ROOT / f"requirements/{name}.txt").read_text("utf-8")):
        if pin := _PIN.match(block):
            count = len(re.findall(r"--hash=sha256:[0-9a-f]{64}", block))
            found[canonicalize_name(pin[1])] = (Version(pin[2]), count)
    return found


def declared(*extras: str) -> list[Requirement]:
    """The requirements of the project, and of some of its extras."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    words = [
        *project["dependencies"],
        *(w for extra in extras for w in project["optional-dependencies"][extra]),
    ]
    return [Requirement(each) for each in words]


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_has_hashes_and_no_address(name: str) -> None:
    text = (ROOT / f"requirements/{name}.txt").read_text("utf-8")
    assert "://" not in text
    assert not re.search(r"^\s*--(?!hash=sha256:)", text, re.MULTILINE), "no line about an index"
    assert all(count for _, count in locked(name).values())


@pytest.mark.parametrize(
    ("name", "extras"), [("runtime", ()), ("test", ("dev", "build")), ("lowest", ("dev", "build"))]
)
def test_a_lock_keeps_to_the_ranges(name: str, extras: tuple[str, ...]) -> None:
    held = locked(name)
    for each in declared(*extras):
        version, _ = held[canonicalize_name(each.name)]
        assert each.specifier.contains(version), f"{each.name} {version}"


def test_every_range_has_both_ends() -> None:
    for each in declared("fast", "s3", "opensearch", "tantivy", "dev", "build"):
        operators = {each.operator for each in each.specifier}
        assert operators == {"=="} or {">=", "<"} <= operators, str(each)


def test_the_lowest_lock_has_the_lower_ends() -> None:
    held = locked("lowest")
    for each in declared("fast"):
        if each.name.startswith("pypandoc") and each.marker and not each.marker.evaluate():
            continue
        lowest = min(Version(spec.version) for spec in each.specifier if spec.operator in (">=", "=="))
        version, _ = held[canonicalize_name(each.name)]
        assert version.release[: len(lowest.release)] == lowest.release, f"{each.name} {version}"


def test_what_is_compiled_for_speed_alone_is_not_required() -> None:
    assert not {"uvloop", "httptools", "tantivy", "aiohttp"} & set(locked("runtime"))


def test_the_bill_of_materials_is_that_of_the_lock() -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "scripts/sbom.py", "--check"], capture_output=True, text=True, check=False
    )
    if done.returncode and "is not installed" in done.stderr:
        pytest.skip(f"{done.stderr.strip()}：另一种平台上的软件包")
    versions = {name: str(version) for name, (version, _) in locked("runtime").items()}
    sbom = json.loads((ROOT / "sbom.cdx.json").read_text("utf-8"))
    told = {canonicalize_name(each["name"]): each["version"] for each in sbom["components"]}
    assert told.pop("pandoc")
    assert told == versions
    installed = {canonicalize_name(each.name): each.version for each in metadata.distributions()}
    if any(installed.get(name, version) != version for name, version in versions.items()):
        pytest.skip("装的不是锁定的版本，许可证以锁定的版本为准")
    assert done.returncode == 0, "请运行 python scripts/sbom.py"


def test_the_bill_of_materials_is_valid() -> None:
    schema = pytest.importorskip("cyclonedx.schema")
    validation = pytest.importorskip("cyclonedx.validation.json")
    text = (ROOT / "sbom.cdx.json").read_text("utf-8")
    assert validation.JsonStrictValidator(schema.SchemaVersion.V1_6).validate_str(text) is None
    assert "http" not in text.replace("http://cyclonedx.org/schema/bom-1.6.schema.json", "").replace(
        "httptools", ""
    )


def test_licences_are_named() -> None:
    notice = (ROOT / "NOTICE").read_text("utf-8")
    for name, (version, _) in locked("runtime").items():
        assert re.search(
            rf"^\| {re.escape(name)} \| {re.escape(str(version))} \| \S", notice, re.MULTILINE
        ), name
    strong = re.findall(r"^\| (\S+) \| \S+ \| (?:A?GPL[^|]*)\|", notice, re.MULTILINE)
    assert strong == ["pyphen"], "a licence that binds the whole is explained below the table"
    assert all(f"**{name}**" in notice for name in ("pandoc", "pyphen", "pikepdf"))
    assert "MulanPSL-2.0" in (ROOT / "LICENSE").read_text("utf-8")


def test_slow_libraries_load_only_where_they_are_used() -> None:
    code = (
        "import sys\n"
        "from compendium_cli.main import COMMANDS, compendium\n"
        "import click\n"
        "for name in ('list', 'show', 'check', 'import', 'status'):\n"
        "    compendium.get_command(click.Context(compendium), name)\n"
        "print(*sorted(set(sys.modules) & {'whoosh', 'git', 'weasyprint', 'pypandoc', 'pikepdf', 'tuf'}))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []

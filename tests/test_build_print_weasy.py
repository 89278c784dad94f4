"""What is used of the inside of WeasyPrint and pydyf reads as it did when ours was written to fit it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from threading import Thread
from types import SimpleNamespace

import pytest

from compendium_build.print.weasy import drawing, footnotes, lines
from compendium_build.print.weasy.inside import INSIDE, RELEASES, REPLACED, Inner
from compendium_build.print.weasy.patches import for_the_book, is_replaced, replace
from compendium_build.print.weasy.source import look, resolved

FOLDER = Path(str(files("compendium_build.print.weasy")))
PUBLIC = {
    "weasyprint.CSS",
    "weasyprint.HTML",
    "weasyprint.text.fonts.FontConfiguration",
    "weasyprint.urls.URLFetcher",
    "weasyprint.urls.URLFetcherResponse",
}
"""What the manual of WeasyPrint describes, so that its releases keep it."""


@pytest.fixture(scope="module", autouse=True)
def replaced() -> None:
    """The inside as it is while the book is set."""
    lines.install()
    footnotes.install()
    drawing.install()


def advice(inner: Inner, installed: str) -> str:
    read = {package: ", ".join(releases) for package, releases in RELEASES.items()}
    package = inner.name.split(".")[0].split("/")[0]
    return (
        f"\n{inner.name} of {package} {version(package)} is not what was read in {read[package]}: {installed}"
        f"\nWhy the book needs it: {inner.why}"
        "\n1. Read the new source, and hold our use of it in build/compendium_build/print/weasy/ against it."
        "\n2. Typeset the sample's book with both releases and look at the pages."
        "\n3. If all is well, enter the new signature or hash in print/weasy/inside.py, beside the old hash"
        "\n   while the range in pyproject.toml has both: `python scripts/engine_inside.py --changed`."
        "\n4. If not, let the range in pyproject.toml end before this release."
    )


@pytest.mark.parametrize("inner", INSIDE, ids=lambda inner: inner.name)
def test_the_inside_reads_as_it_is_known(inner: Inner) -> None:
    try:
        signature, source = look(inner.name)
    except (ImportError, AttributeError, OSError) as error:
        pytest.fail(advice(inner, f"it is gone ({error})"), pytrace=False)
    if signature != inner.signature:
        pytest.fail(advice(inner, f"its signature is {signature}, not {inner.signature}"), pytrace=False)
    if source not in (inner.sources or ("",)):
        pytest.fail(advice(inner, f"its source is another, {source}"), pytrace=False)


def test_the_table_has_everything_that_is_replaced() -> None:
    asked = {
        node.args[1].value
        for tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "replace"
        if isinstance(node.args[1], ast.Constant)
    }
    assert asked == {inner.name.rpartition(".")[2] for inner in REPLACED}
    assert {
        i.name for i in INSIDE if "/" not in i.name and is_replaced(resolved(i.name.partition(":")[0]))
    } == {inner.name for inner in REPLACED}


def test_the_table_has_everything_that_is_imported() -> None:
    names = {inner.name.replace(":", ".") for inner in INSIDE} | PUBLIC
    for name in {name for tree in trees() for name in imported(tree)}:
        assert any(f"{known}.".startswith(f"{name}.") for known in names), name


def test_only_the_book_and_only_its_thread_see_what_was_replaced() -> None:
    owner = SimpleNamespace(said=lambda: "theirs")
    replace(owner, "said", lambda: "ours")
    replace(owner, "said", lambda: "again")
    seen: list[str] = [owner.said()]
    with for_the_book():
        seen.append(owner.said())
        other = Thread(target=lambda: seen.append(owner.said()))
        other.start()
        other.join()
    assert [*seen, owner.said()] == ["theirs", "ours", "theirs", "theirs"]


def trees() -> list[ast.Module]:
    return [ast.parse(path.read_text("utf-8")) for path in sorted(FOLDER.glob("*.py"))]


def imported(tree: ast.Module) -> Iterator[str]:
    """The dotted names that a module imports from WeasyPrint and pydyf."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in RELEASES:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name.split(".")[0] in RELEASES)

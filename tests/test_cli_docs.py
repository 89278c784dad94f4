"""The documents say what the program does: reference, rules, examples, links."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote

import click
import pytest

from compendium.checks import RULES
from compendium_cli.main import COMMANDS, compendium
from tests.scripts import script

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
PAGES = sorted([ROOT / "README.md", ROOT / "CHANGELOG.md", *DOCS.rglob("*.md")])
_FENCED = re.compile(r"(?ms)^```.*?^```$")
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")


def test_cli_reference_is_up_to_date() -> None:
    page = (DOCS / "cli.md").read_text("utf-8")
    assert page == script("gen_cli_docs").rendered(page), "run scripts/gen_cli_docs.py"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_and_option_is_in_the_reference(name: str) -> None:
    page = (DOCS / "cli.md").read_text("utf-8")
    _, found, section = page.partition(f"\n### compendium {name}\n")
    section = section.partition("\n### ")[0]
    assert found
    command = compendium.get_command(click.Context(compendium), name)
    assert command is not None
    assert command.help
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert parameter.help, f"{parameter.name} has no help"
            assert all(f"`{option}`" in section for option in parameter.opts)
        else:
            assert str(parameter.metavar) in section


def test_rules_page_is_up_to_date() -> None:
    """Making the page makes each fault and fails when check does not find it."""
    made = script("gen_rule_docs").rendered()
    assert (DOCS / "check-rules.md").read_text("utf-8") == made, "run scripts/gen_rule_docs.py"


def test_every_rule_is_on_the_rules_page() -> None:
    page = (DOCS / "check-rules.md").read_text("utf-8")
    for rule in RULES.values():
        assert f'<a id="{rule.code.lower()}"></a>\n**{rule.code} {rule.title}**' in page
        assert rule.advice in page


@pytest.mark.parametrize("name", ["README.md", "docs/staff.md", "docs/portal.md", "docs/cli.md"])
def test_examples_print_what_the_documents_show(name: str) -> None:
    page = (ROOT / name).read_text("utf-8")
    assert "```console\n$ " in page
    now = script("run_doc_examples").rerun(page)
    assert now == page, "run scripts/run_doc_examples.py and read the difference"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_between_documents_lead_somewhere(page: Path) -> None:
    for address in _LINK.findall(_FENCED.sub("", page.read_text("utf-8"))):
        if address.startswith(("http://", "https://")):
            continue
        path, _, anchor = unquote(address).partition("#")
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), f"{page.name}: {address}"
        if anchor:
            assert anchor in _anchors(target.read_text("utf-8")), f"{page.name}: {address}"


def _anchors(text: str) -> set[str]:
    """The anchors of a page as the usual renderers make them from headings, and those written out."""
    headings = re.findall(r"(?m)^#+ (.+)$", _FENCED.sub("", text))
    made = {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}
    return made | set(re.findall(r'<a id="([^"]+)">', text))


def test_modules_named_in_the_developer_guide_exist() -> None:
    guide = (DOCS / "developer.md").read_text("utf-8")
    folders = {"### compendium\n": "compendium", "### compendium_build\n": "build/compendium_build"}
    for heading, folder in folders.items():
        section = guide.partition(heading)[2].partition("\n#")[0]
        cells = re.findall(r"(?m)^\| (`[^|]+) \|", section)
        names = {name.rstrip("/") for cell in cells for name in re.findall(r"`([^`]+)`", cell)}
        there = {path.stem for path in (ROOT / folder).iterdir() if not path.name.startswith(("_", "py."))}
        assert names == there

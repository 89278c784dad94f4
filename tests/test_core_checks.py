"""Every rule: a file that breaks it and nothing else, and one that comes near and breaks none.

golden/checks/CODE holds `in.xml` and `near.xml`, or for rules on a corpus the folders `in` and `near`, and
`expected.txt` with what is found.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from compendium.checks import RULES, check_catalog, check_file
from compendium.law.problems import Problem, Severity
from compendium.library.catalog import load_catalog
from tests.builders import Memory, golden

HERE = Path(__file__).parent / "golden" / "checks"
CODES = sorted(RULES)


def found(code: str, name: str) -> list[Problem]:
    file = HERE / code / f"{name}.xml"
    if file.is_file():
        return check_file(file.read_bytes(), file.name)
    root = HERE / code / name
    contents = {p.relative_to(root).as_posix(): p.read_bytes() for p in root.rglob("*") if p.is_file()}
    files = Memory(contents)
    return check_catalog(load_catalog(files), files, [p for p in files.paths() if p.endswith(".xml")])


@pytest.mark.parametrize("code", CODES)
def test_a_file_that_breaks_a_rule_is_found(code: str) -> None:
    problems = found(code, "in")
    assert {problem.code for problem in problems} == {code}
    golden(HERE / code / "expected.txt", "".join(f"{problem}\n" for problem in problems))


@pytest.mark.parametrize("code", CODES)
def test_a_file_that_comes_near_is_not(code: str) -> None:
    assert [str(problem) for problem in found(code, "near")] == []


@pytest.mark.parametrize("code", CODES)
def test_a_finding_has_the_severity_of_its_rule(code: str) -> None:
    assert {problem.severity for problem in found(code, "in")} == {RULES[code].severity}


def test_codes_say_what_they_are_about() -> None:
    assert all(rule.code == code and rule.title and rule.advice for code, rule in RULES.items())
    families = {"X": Severity.ERROR}
    assert {c: RULES[c].severity for c in CODES if c[0] in families} == {
        c: Severity.ERROR for c in CODES if c[0] in families
    }


def test_a_finding_names_the_line_that_it_is_about() -> None:
    for code in ("N202", "N204", "R501", "T601", "T603"):
        (problem,) = found(code, "in")
        line = (HERE / code / "in.xml").read_text("utf-8").splitlines()[problem.line - 1]
        assert 'eId="' in line


@pytest.mark.parametrize("data", [b"", b"<a/>", b"\xff"])
def test_what_is_no_xml_of_the_profile_is_one_kind_of_problem(data: bytes) -> None:
    assert {problem.code for problem in check_file(data, "甲.xml")} == {"X101"}

"""Findings as SARIF 2.1.0 (OASIS), for editors and CI systems."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.metadata import version
from typing import Any
from urllib.parse import quote

from compendium.checks import RULES
from compendium.law.problems import Problem, Severity

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def sarif(problems: Iterable[Problem]) -> dict[str, Any]:
    """One run with the rules and a result for each finding."""
    driver = {"name": "compendium", "version": version("compendium"), "rules": [_rule(c) for c in RULES]}
    results = [_result(problem) for problem in problems]
    return {
        "$schema": _SCHEMA,
        "version": "2.1.0",
        "runs": [{"tool": {"driver": driver}, "results": results}],
    }


def _rule(code: str) -> dict[str, Any]:
    rule = RULES[code]
    return {
        "id": code,
        "shortDescription": {"text": rule.title},
        "help": {"text": rule.advice},
        "defaultConfiguration": {"level": _level(rule.severity)},
    }


def _level(severity: Severity) -> str:
    return "error" if severity is Severity.ERROR else "warning"


def _result(problem: Problem) -> dict[str, Any]:
    words = f"：“{problem.words}”" if problem.words else ""
    place = {
        "artifactLocation": {"uri": quote(problem.path)},
        "region": {"startLine": max(problem.line, 1)},
    }
    return {
        "ruleId": problem.code,
        "level": _level(problem.severity),
        "message": {"text": problem.message + words},
        "locations": [{"physicalLocation": place}],
    }

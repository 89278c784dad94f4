"""One version as JSON, plain text and Markdown."""

from __future__ import annotations

import json
from typing import Any

from compendium.catalog import Work
from compendium.facts import Facts
from compendium.model import Act
from compendium.rendering import as_markdown, as_printed
from compendium_build.edition import Edition
from compendium_build.machine.records import version_record


def plain_form(edition: Edition, work: Work, facts: Facts, act: Act, ending: str) -> bytes:
    """A version in one of the forms that are written from its text at once."""
    match ending:
        case "json":
            return json_bytes(version_record(edition, work, facts, act))
        case "txt":
            return as_printed(act).encode()
        case "md":
            return as_markdown(act).encode()
        case _:
            raise ValueError(f"unknown form: {ending}")


def json_bytes(value: Any) -> bytes:
    """Plain values as JSON, without what only takes room."""
    return (json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n").encode()

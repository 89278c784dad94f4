"""[web] of corpus.toml: what the web edition holds."""

from __future__ import annotations

from collections.abc import Mapping

from compendium.toml_table import Table

FORMS = ("xml", "json", "txt", "md", "docx", "epub", "pdf")
"""The forms in which a version can be published, in the order in which pages name them."""


def web_config(table: Table) -> Mapping[str, object]:
    """Read [web], or refuse it with the key and the line."""
    table.only(("forms", "english_title", "english_publisher"))
    table.text("english_title")
    table.text("english_publisher")
    for form in table.texts("forms"):
        if form not in FORMS:
            raise table.bad(
                f"“{table.name('forms')}”中的“{form}”不是可以生成的形式，可用的有：{'、'.join(FORMS)}",
                "forms",
            )
    return dict(table.values)

"""The settings that all page templates share: what is missing is an error, text is escaped."""

from __future__ import annotations

from jinja2 import Environment, PackageLoader, StrictUndefined


def environment_of(package: str, *, last_newline: bool = True) -> Environment:
    """The templates in the folder `templates` of a package; `last_newline` keeps the one that ends a file."""
    return Environment(
        loader=PackageLoader(package),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=last_newline,
    )

"""The settings that all page templates share: what is missing is an error, text is escaped."""

from __future__ import annotations

from jinja2 import Environment, PackageLoader, StrictUndefined


def environment_of(package: str, *, last_newline: bool = True) -> Environment:
    """Load the templates of a package's folder `templates`; `last_newline` keeps a file's last one."""
    return Environment(
        loader=PackageLoader(package),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=last_newline,
    )

"""Read the source of what is installed of WeasyPrint and pydyf, to hold it against the table."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import reduce
from hashlib import sha256
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any


def look(name: str) -> tuple[str, str]:
    """Return the signature and the source's SHA-256 of something, as installed; empty where it has none.

    Raises:
        ImportError, AttributeError, OSError: it is not there any more.
    """
    if "/" in name:
        return "", sha256(_file(name).read_bytes()).hexdigest()
    if ":" in name:
        owner, _, declared = name.partition(":")
        return _c_fields(resolved(owner).typeof(declared)), ""
    thing = resolved(name)
    if isinstance(thing, property):
        thing = thing.fget
    if isinstance(thing, type):
        return f"({', '.join(base.__name__ for base in thing.__bases__)})", ""
    if inspect.isfunction(thing) or inspect.ismethod(thing):
        return str(inspect.signature(thing)), _digest(thing)
    if type(thing).__module__ == "_cffi_backend":
        return resolved("weasyprint.text.ffi.ffi").typeof(thing).cname, ""
    return "", sha256(repr(thing).encode()).hexdigest()


def resolved(name: str) -> Any:
    """Resolve what a dotted name means; as much of it as can be imported is a module."""
    parts = name.split(".")
    at = next(at for at in range(len(parts), 0, -1) if _is_module(".".join(parts[:at])))
    return reduce(getattr, parts[at:], import_module(".".join(parts[:at])))


def _is_module(name: str) -> bool:
    try:
        return find_spec(name) is not None
    except ModuleNotFoundError:  # what it would stand in is no package
        return False


def _file(name: str) -> Path:
    package, _, inside = name.partition("/")
    found = find_spec(package)
    assert found and found.origin
    return Path(found.origin).parent / inside


def _c_fields(declared: Any) -> str:
    return ", ".join(f"{name}: {field.type.cname}" for name, field in declared.fields)


def _digest(function: Callable[..., Any]) -> str:
    return sha256(inspect.getsource(function).rstrip().encode()).hexdigest()

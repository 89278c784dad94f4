"""Reports of what nobody foresaw: a file in the user's own folder, which only the user can read."""

from __future__ import annotations

import os
import platform
import sys
import tempfile
import traceback
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from compendium.store.private import STATE, own_folder
from compendium.system import ending

_KEPT = 20


def keep_report(error: BaseException) -> Path | None:
    """Write the report; None when there is nowhere to write to."""
    name = f"{datetime.now(UTC):%Y%m%dT%H%M%S}-{os.getpid()}.txt"
    data = _text(error).encode("utf-8", "backslashreplace")
    for place in (_folder, _passing):
        with suppress(OSError, RuntimeError):  # RuntimeError: there is no home
            folder = place()
            path = folder / name
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(data)
            _drop_old(folder)
            return path
    return None


def _folder() -> Path:
    said = os.environ.get(STATE[0], "")
    above = Path(said) if os.path.isabs(said) else Path.home() / STATE[1]
    above.mkdir(mode=0o700, parents=True, exist_ok=True)
    return own_folder(own_folder(above / "compendium") / "reports")


def _passing() -> Path:
    """A folder of its own among those that the system clears away."""
    return Path(tempfile.mkdtemp(prefix="compendium-report-"))


def _drop_old(folder: Path) -> None:
    for path in sorted(folder.glob("*.txt"))[:-_KEPT]:
        path.unlink(missing_ok=True)


def _text(error: BaseException) -> str:
    lines = [
        f"compendium {_version()}",
        f"python {sys.version}",
        f"system {platform.platform()}",
        f"arguments {sys.argv[1:]!r}",
        f"done {ending.happened()!r}",
        "",
        *traceback.format_exception(error),
    ]
    return "\n".join(lines)


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("compendium")
    except PackageNotFoundError:
        return "?"

"""Compile click's words in Chinese, messages.po, into the messages.mo that gettext reads; or --check them."""

from __future__ import annotations

import ast
import re
import struct
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "cli/compendium_cli/locale/zh/LC_MESSAGES/messages.po"
_LINE = re.compile(r"""(?:(msgid|msgid_plural|msgstr|msgstr\[[01]\]) )?(".*")""")
_MAGIC, _HEADER, _PAIR = 0x950412DE, struct.Struct("<7I"), struct.Struct("<2I")


def messages(text: str) -> dict[str, str]:
    """Read a .po file: each message with its words, and each that has a plural with both, as a .mo has them.

    Raises:
        ValueError: a line is none of a .po file, or a message stands there twice or has no words.
    """
    found: dict[str, str] = {}
    for block in text.split("\n\n"):
        if lines := [line for line in block.splitlines() if not line.startswith("#")]:
            msgid, words = _entry(lines)
            if not all(words.split("\0")) or msgid.split("\0")[0] in {each.split("\0")[0] for each in found}:
                raise ValueError(f"twice, or without words: {msgid!r}")
            found[msgid] = words
    return found


def _entry(lines: list[str]) -> tuple[str, str]:
    """One message and its words."""
    parts: list[tuple[str, str]] = []
    for line in lines:
        if not (read := _LINE.fullmatch(line)):
            raise ValueError(f"no line of a .po file: {line!r}")
        if read[1]:
            parts.append((read[1], ""))
        parts[-1] = (parts[-1][0], parts[-1][1] + ast.literal_eval(read[2]))
    msgids, strings = (
        [words for name, words in parts if name.startswith(kind)] for kind in ("msgid", "msgstr")
    )
    return "\0".join(msgids), "\0".join(strings)


def compiled(found: dict[str, str]) -> bytes:
    """Put messages into the form of a .mo file: sorted, each string with its length and place."""
    entries = sorted((msgid.encode(), words.encode()) for msgid, words in found.items())
    ids, strings = zip(*entries, strict=True)
    start = _HEADER.size
    data = start + 2 * _PAIR.size * len(entries)
    table = b"".join(_places((*ids, *strings), data))
    header = _HEADER.pack(_MAGIC, 0, len(entries), start, start + _PAIR.size * len(entries), 0, data)
    return header + table + b"".join(each + b"\0" for each in (*ids, *strings))


def _places(strings: tuple[bytes, ...], place: int) -> Iterator[bytes]:
    for each in strings:
        yield _PAIR.pack(len(each), place)
        place += len(each) + 1


def main(arguments: list[str]) -> int:
    """Write the file, or compare it; 1 when it differs."""
    made, target = compiled(messages(SOURCE.read_text("utf-8"))), SOURCE.with_suffix(".mo")
    if "--check" in arguments:
        return 0 if target.is_file() and target.read_bytes() == made else 1
    target.write_bytes(made)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""A cache of facts by the digest of the file; losing it costs time, nothing else."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from hashlib import sha256
from pathlib import Path

from compendium.law.identifiers import Digest
from compendium.library.facts import VERSION, Facts, dump, load
from compendium_schema import relaxng

# Facts vouch for the validity of the file, so another profile begins another cache.
_TABLE = f"facts_v{VERSION}_{sha256(relaxng()).hexdigest()[:8]}"


class FactsCache:
    """Facts kept in a SQLite file; a damaged or foreign file is started afresh."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "facts.sqlite"

    def get(self, digests: Iterable[Digest]) -> dict[Digest, Facts]:
        """Return the facts known for these digests; their `path` is the one they were first seen under."""
        wanted = set(digests)
        try:
            with closing(self._connect()) as connection:
                rows = connection.execute(f"select digest, facts from {_TABLE}").fetchall()
            return {digest: load(text) for digest, text in rows if digest in wanted}
        except (sqlite3.Error, ValueError, KeyError, TypeError):
            self._path.unlink(missing_ok=True)
            return {}

    def put(self, facts: Iterable[Facts], keep: Iterable[Digest]) -> None:
        """Add facts, and forget those of digests that are not in `keep`."""
        rows = [(item.digest, dump(item)) for item in facts]
        try:
            with closing(self._connect()) as connection, connection:
                connection.executemany(f"insert or replace into {_TABLE} values (?, ?)", rows)
                kept = set(keep)
                known = [digest for (digest,) in connection.execute(f"select digest from {_TABLE}")]
                stale = [(digest,) for digest in known if digest not in kept]
                if len(stale) > len(kept):  # other revisions are welcome to stay until they outweigh this one
                    connection.executemany(f"delete from {_TABLE} where digest = ?", stale)
        except sqlite3.Error:
            return  # a read-only corpus works without a cache

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self._path, timeout=10)
        connection.execute(f"create table if not exists {_TABLE} (digest text primary key, facts text)")
        return connection

"""The files of a corpus as an edition sees them: of the media only what may be published."""

from __future__ import annotations

from functools import cached_property

from compendium.law.identifiers import CorpusPath, Digest
from compendium.law.problems import CompendiumError
from compendium.library.catalog import Files
from compendium.media import fault_of

_MOST = 50_000
_FAULTS: dict[tuple[str, Digest], str] = {}
"""What was found of a content under a suffix: the server asks again at each commit."""


class PublishedFiles:
    """A state of a corpus without the media that may not be published.

    A file in a media folder could be anything that somebody put there: a page with a script would run on the
    site's own origin. `dropped` are those left out, with the reason.
    """

    def __init__(self, files: Files) -> None:
        self.files = files

    @cached_property
    def dropped(self) -> dict[CorpusPath, str]:
        """The media that may not be published, by path, with the reason."""
        found = {}
        for path in self.files.paths():
            if "/media/" in path and (fault := self._fault(path)):
                found[path] = fault
        return found

    def _fault(self, path: CorpusPath) -> str:
        key = path.rpartition(".")[2].lower(), self.files.digest(path)
        if key not in _FAULTS:
            if len(_FAULTS) >= _MOST:
                _FAULTS.clear()
            try:
                _FAULTS[key] = fault_of(path, self.files.read(path))
            except CompendiumError as error:
                _FAULTS[key] = str(error)
        return _FAULTS[key]

    def paths(self) -> tuple[CorpusPath, ...]:
        """Every path but those of the media that were dropped."""
        return tuple(path for path in self.files.paths() if path not in self.dropped)

    def read(self, path: CorpusPath) -> bytes:
        """Read the bytes of a file."""
        return self.files.read(path)

    def digest(self, path: CorpusPath) -> Digest:
        """Return the digest of a file."""
        return self.files.digest(path)

"""Where an address of the edition leads that a work or a version had before it moved, and the way back."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator

from compendium.law.days import UNDATED, UNKNOWN_DAY
from compendium.library.moved import Moves
from compendium_build.edition.addresses import Page

_ADDRESS = re.compile(
    r"""(?P<root>(?:en/|works/|feed/)?)                    # pages in English, records, feeds
        (?P<folder>[a-z-]+/[a-z0-9-]+)
        (?P<day>/(?:[0-9]{4}-[0-9]{2}-[0-9]{2}|undated))?
        (?P<rest>(?:[/.].*)?)""",
    re.VERBOSE,
)


def new_address(path: str, moves: Moves, occupied: Collection[str] = ()) -> str:
    """The address that an old one has become; empty when nothing has moved from there.

    Args:
        occupied: works and versions that there are; who has taken a place again has its addresses.

    >>> from datetime import date
    >>> from compendium.library.moved import Move
    >>> moves = Moves((Move("falv/a", "falv/b", date.min),))
    >>> new_address("falv/a/2020-01-01/a-2020-01-01.xml", moves), new_address("works/falv/a.json", moves)
    ('falv/b/2020-01-01/b-2020-01-01.xml', 'works/falv/b.json')
    """
    match = _ADDRESS.fullmatch(path)
    if match is None or not moves:
        return ""
    old = match["folder"] + (match["day"] or "")
    place = in_corpus(old)
    new = in_edition(moves.last(place))
    left = place if place in moves.sources else match["folder"]
    if left in occupied:
        return ""
    return match["root"] + new + _named(match["rest"], old, new) if new != in_edition(old) else ""


def in_corpus(place: str) -> str:
    """The place in the corpus of what an address names; a text of no known day has no day in its address.

    >>> in_corpus("falv/a/undated"), in_corpus("falv/a/2020-01-01"), in_edition("falv/a/0001-01-01")
    ('falv/a/0001-01-01', 'falv/a/2020-01-01', 'falv/a/undated')
    """
    return re.sub(f"/{UNDATED}$", f"/{UNKNOWN_DAY}", place)


def in_edition(place: str) -> str:
    """The place under which the edition has what stands at a place in the corpus."""
    return re.sub(f"/{UNKNOWN_DAY}$", f"/{UNDATED}", place)


def since_undated(path: str) -> str:
    """The address that an old one has become, which named a text of no known day by a day; empty for others.

    >>> since_undated("falv/a/0001-01-01/a-0001-01-01.xml"), since_undated("falv/a/2020-01-01/")
    ('falv/a/undated/a-undated.xml', '')
    """
    match = _ADDRESS.fullmatch(path)
    if match is None or match["day"] != f"/{UNKNOWN_DAY}":
        return ""
    return path.replace(str(UNKNOWN_DAY), UNDATED)


def place_of(path: str) -> str:
    """The work or the version that an address is about: kind/slug, kind/slug/2020-05-01; empty for others.

    >>> place_of("works/falv/a/2020-01-01.json"), place_of("en/falv/a/dates/"), place_of("about/index.html")
    ('falv/a/2020-01-01', 'falv/a', 'about/index')
    """
    match = _ADDRESS.fullmatch(path)
    return in_corpus(match["folder"] + (match["day"] or "")) if match else ""


def _named(rest: str, old: str, new: str) -> str:
    """What follows a place; files carry its slug and its day in their names, in front of all else."""
    folder, slash, name = rest.rpartition("/")
    was, now = ("-".join(place.split("/")[1:]) for place in (old, new))
    if slash and (name.startswith((f"{was}.", f"{was}-")) or name == was):
        name = now + name[len(was) :]
    return folder + slash + name


def old_addresses(paths: Iterable[Page], moves: Moves) -> Iterator[tuple[Page, Page]]:
    """Every address under which one of these stood before, with the present one, unless it is taken."""
    paths = list(paths)
    taken = set(paths)
    by_folder: dict[str, list[Page]] = defaultdict(list)
    for path in sorted(taken) if moves else ():
        by_folder[_folder(path)].append(path)
    for source, target in ((in_edition(s), in_edition(t)) for s, t in moves.sources.items()):
        for path in by_folder[_folder(target)]:
            root = "en/" if path.startswith("en/") else ""
            old = Page(f"{root}{source}/{path.removeprefix(f'{root}{target}/')}")
            if path.startswith(f"{root}{target}/") and old not in taken:
                taken.add(old)
                yield old, path
    for path in paths:
        old = Page(path.replace(f"/{UNDATED}/", f"/{UNKNOWN_DAY}/"))
        if old not in taken:
            taken.add(old)
            yield old, path


def _folder(path: str) -> str:
    """The folder of the work that an address is about."""
    return "/".join(path.removeprefix("en/").split("/")[:2])

"""Places in which something holds, as acts name them: 浦东新区, 中国（上海）自由贸易试验区临港新片区.

Only names are compared. Where one place lies in another is told by the names alone: 浦东新区 by
上海市浦东新区, 浦东新区张江镇 by 浦东新区; no map is known.
"""

from __future__ import annotations

import re

from compendium.law.names import title_key

_AND = re.compile("[、，,；;和及与]|以及")
_DIVISION = re.compile("(?:省|市|区|州|县|旗|盟|镇|乡|街道|片区|国)$")
"""How the name of a place ends in which others lie."""


def areas_of(words: str) -> tuple[str, ...]:
    """Take apart the places that an act names together.

    >>> areas_of("浦东新区、崇明区和中国（上海）自由贸易试验区")
    ('浦东新区', '崇明区', '中国上海自由贸易试验区')
    """
    return tuple(filter(None, map(title_key, _AND.split(words))))


def holds_in(area: str, place: str) -> bool:
    """Whether what holds in an area holds in a place: one with the same name, or one that lies in it.

    >>> holds_in("上海市浦东新区", "浦东新区"), holds_in("浦东新区", "浦东新区张江镇")
    (True, True)
    >>> holds_in("浦东新区张江镇", "浦东新区"), holds_in("浦东新区", "新区")
    (False, False)
    """
    wanted = title_key(place)
    return bool(wanted) and any(_is_in(wanted, name) for name in areas_of(area))


def _is_in(place: str, name: str) -> bool:
    for longer, shorter in ((name, place), (place, name)):
        above = longer.removesuffix(shorter)
        if longer.endswith(shorter) and (not above or _DIVISION.search(above)):
            return True
    return place.startswith(name) and _DIVISION.search(name) is not None


def mentions(area: str, place: str) -> bool:
    """Whether an area has to do with a place: it holds there, or in a part of it.

    >>> mentions("浦东新区张江镇", "浦东新区"), mentions("浦东新区", "崇明区")
    (True, False)
    """
    return holds_in(area, place) or any(title_key(place) in name for name in areas_of(area))

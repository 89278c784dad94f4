"""The structure that assistive technology reads, put in order: PDF/UA-1 (ISO 14289-1).

WeasyPrint gives a paragraph one element for every line of it, headings the levels of their HTML, which are
chosen for their looks, and running heads elements outside the tree. Here lines go into their paragraph,
levels follow one another without a gap, and running heads are artifacts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import pydyf

_TRANSPARENT = ("/Span", "/NonStruct")


def settle_tags(pdf: Any) -> None:
    """Put the structure of a PDF that WeasyPrint has made, but not written yet, in order."""
    objects: list[Any] = [each for each in pdf.objects if isinstance(each, dict)]
    elements = {each.number: each for each in objects if each.get("Type") == "/StructElem"}
    moved: dict[int, Any] = {}
    for element in elements.values():
        element["K"] = pydyf.Array(list(_kids(element, elements, moved)))
    _settle_headings(elements.values())
    held = _reached(pdf, elements)
    pages = [each for each in objects if each.get("Type") == "/Page"]
    rows = {page["StructParents"]: page for page in pages}
    nums = parent_tree(pdf)
    for position in range(0, len(nums), 2):
        key, value = nums[position], nums[position + 1]
        if key in rows:
            owners = [_owner(reference, elements, moved) for reference in value]
            nums[position + 1] = pydyf.Array(o.reference if o.number in held else "null" for o in owners)
            strays = {mcid for mcid, owner in enumerate(owners) if owner.number not in held}
            _make_artifacts(pdf.objects[number_of(rows[key]["Contents"])], strays)
        else:
            nums[position + 1] = _owner(value, elements, moved).reference


def structure_root(pdf: Any) -> Any:
    """The root of the structure."""
    return pdf.objects[number_of(pdf.catalog["StructTreeRoot"])]


def parent_tree(pdf: Any) -> Any:
    """The rows that lead from marked content and links back to their elements."""
    return pdf.objects[number_of(structure_root(pdf)["ParentTree"])]["Nums"]


def number_of(reference: bytes) -> int:
    """The number of the object that a reference leads to."""
    return int(reference.split(b" ", 1)[0])


def _kids(element: Any, elements: dict[int, Any], moved: dict[int, Any]) -> Iterator[Any]:
    """What stands in an element, with plain spans of the same page dissolved."""
    for kid in element["K"]:
        inner = elements.get(number_of(kid)) if isinstance(kid, bytes) else None
        if inner is None or not _is_plain(inner, element):
            yield kid
            continue
        moved[inner.number] = element
        for each in _kids(inner, elements, moved):
            child = elements.get(number_of(each)) if isinstance(each, bytes) else None
            if child is not None:
                child["P"] = element.reference
            yield each


def _is_plain(inner: Any, outer: Any) -> bool:
    plain = inner["S"] in _TRANSPARENT and "A" not in inner and "Alt" not in inner
    return plain and outer["S"] != "/Document" and inner.get("Pg") == outer.get("Pg")


def _settle_headings(elements: Iterable[Any]) -> None:
    """Number the levels of headings in use from 1, without a gap."""
    headings = [e for e in elements if len(e["S"]) == 3 and e["S"][:2] == "/H" and e["S"][2].isdigit()]
    levels = sorted({e["S"] for e in headings})
    for element in headings:
        element["S"] = f"/H{levels.index(element['S']) + 1}"


def _reached(pdf: Any, elements: dict[int, Any]) -> set[int]:
    """The numbers of the elements that stand in the tree."""
    waiting, found = [number_of(each) for each in structure_root(pdf)["K"]], set()
    while waiting:
        number = waiting.pop()
        if number in elements and number not in found:
            found.add(number)
            waiting += [number_of(kid) for kid in elements[number]["K"] if isinstance(kid, bytes)]
    return found


def _owner(reference: bytes, elements: dict[int, Any], moved: dict[int, Any]) -> Any:
    element = elements[number_of(reference)]
    while element.number in moved:
        element = moved[element.number]
    return element


def _make_artifacts(stream: Any, strays: set[int]) -> None:
    """Mark as artifacts what is drawn on a page but belongs to no element."""
    operators = stream.stream
    for position, each in enumerate(operators):
        if strays and isinstance(each, pydyf.Dictionary) and each.get("MCID") in strays:
            operators[position - 1 : position + 2] = ["/Artifact", b"", b"BMC"]

"""Terms that an act defines, and the places where it uses them: 本条例所称…，是指; （以下简称…）.

Only what is certain is told: a term that is defined twice is left alone, and so is a use that may be part of
a longer word. Nothing is stored; definitions are found anew from the text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from compendium.law.act import Act, Para, Provision
from compendium.law.citations import OWN_WORDS
from compendium.law.identifiers import NO_EID, EId
from compendium.law.kinds import DECISIONS
from compendium.law.names import enclosing_article

_TERM = r"(?P<term>[\u4e00-\u9fff]{2,20}?)"
_SAYS = r"(?:，(?:是)?指|是指|，包括|包括：)"
_CALLED = re.compile(
    rf"(?:(?<![基根])本(?P<own>{OWN_WORDS}|条|章|节)|(?P<above>前款))所称的?“?{_TERM}”?{_SAYS}"
)
_SHORT = re.compile(r"（以下(?:简称|统称|合称|通称|称)(?:为)?“?(?P<term>[\u4e00-\u9fff]{2,20})”?）")
_LISTED = re.compile(rf"“?{_TERM}”?(?:，(?:是)?指|是指)")
_LIST = re.compile(r"(?:下列|以下)[\u4e00-\u9fff]{0,4}(?:用语|术语|词语)")
_LINKING = re.compile(r"[和与或及]|的|以下")
"""In the words between 所称 and 是指: more than one term, or a description, not a name."""

# What may stand before and after a word without being part of it. A 的 or a comma ends a word; 国有 before
# 企业 makes another word of it. Better a use not shown than one that is none.
_BEFORE = re.compile(
    r"(?:^|[\s，。；：、？！（）“”《》〈〉—]|的|和|或者|或|以及|与|及|应当|可以|不得|其他|对|向|由|从|在|经|将|按"
    r"|该|负责|开展|进行|从事|实施|加强|推进|建立|设立)$"
)
# Words that only end in one of these characters, as 自由, 共和 and 目的 do.
_GLUED = re.compile(r"(?:自由|理由|共和|总和|潜在|内在|外在|相对|绝对|方向|导向|定向|神经|财经|目的|标的)$")
_AFTER = re.compile(
    r"$|[\s，。；：、？！（）“”《》〈〉—]|的|和|或|与(?!会)|以及|及|应当|不得|可以|必须|在(?!线|地|建|校|岗)|对(?!象)|向"
    r"|由|是|等(?!级|次)|未|依法|依照|依据|按照|根据|将|有权|需要|违反|拒不|负责|享有|进行|实施|实行|提供|申请"
)


@dataclass(frozen=True, slots=True)
class Definition:
    """A term that the provision `eid` defines for what stands in `scope`, empty for the whole act.

    `onward` holds the definition to what comes after it: 以下简称.
    """

    term: str
    eid: EId
    scope: EId = NO_EID
    onward: bool = False


@dataclass(frozen=True, slots=True)
class Use:
    """A defined term at text[start:end]; `defines` where this is the definition itself."""

    start: int
    end: int
    definition: Definition
    defines: bool = False


class Terms:
    """The terms of one act."""

    def __init__(self, act: Act) -> None:
        # The text of a decision holds that of others: what it says of 本条例 is said of another act.
        found = [] if act.kind in DECISIONS or act.language != "zho" else list(_definitions(act))
        counted = Counter(definition.term for definition in found)
        self.known = {d.term: d for d in found if counted[d.term] == 1}
        provisions = (provision for root in act.body for provision in root.walk())
        self._order = {provision.eid: n for n, provision in enumerate(provisions)} if self.known else {}
        scopes = {d.scope for d in self.known.values() if d.scope}
        self._within = {
            provision.eid: frozenset(below.eid for below in provision.walk())
            for root in act.body
            for provision in root.walk()
            if provision.eid in scopes
        }
        longest = sorted(self.known, key=len, reverse=True)
        self._any = re.compile("|".join(map(re.escape, longest))) if longest else None

    def uses(self, text: str, eid: EId) -> Iterator[Use]:
        """Find the defined terms in a paragraph of the provision `eid`, in order."""
        if self._any is None or eid not in self._order:
            return
        for match in self._any.finditer(text):
            definition = self.known[match[0]]
            here = definition.eid == eid
            if here and (defining := _defining(text, match)):
                yield Use(*defining, definition, defines=True)
            elif self._holds(definition, eid) and _stands_alone(text, match.start(), match.end()):
                yield Use(match.start(), match.end(), definition)

    def _holds(self, definition: Definition, eid: EId) -> bool:
        if definition.eid == eid:
            return False
        if definition.scope and eid not in self._within[definition.scope]:
            return False
        return not definition.onward or self._order[eid] > self._order[definition.eid]


def _stands_alone(text: str, start: int, end: int) -> bool:
    before = text[max(0, start - 2) : start] if start else ""
    return bool(_BEFORE.search(before) and not _GLUED.search(before) and _AFTER.match(text, end))


def _defining(text: str, match: re.Match[str]) -> tuple[int, int] | None:
    """The place of a term in the words that define it, when this is that place."""
    for form in (_CALLED, _SHORT, _LISTED):
        for found in form.finditer(text):
            if found.span("term") == match.span():
                return match.span()
    return None


def _definitions(act: Act) -> Iterator[Definition]:
    for root in act.body:
        yield from _within(root, (), is_list=False)


def _within(provision: Provision, above: tuple[EId, ...], is_list: bool) -> Iterator[Definition]:
    """The definitions in a provision and below it; `above` are the eIds of what it stands in."""
    texts = [block.text for block in (*provision.blocks, *provision.tail) if isinstance(block, Para)]
    path = (*above, provision.eid)
    listing = is_list or any("语" in text and _LIST.search(text) for text in texts)
    for text in texts:
        yield from _stated(text, provision.eid, path)
        if is_list and (match := _LISTED.match(text)) and _is_name(match["term"]):
            yield Definition(match["term"], provision.eid)
    for child in provision.children:
        yield from _within(child, path, listing)
        # The 款 after 下列用语的含义： are the list, where it has no 项.
        listing = listing or any(_LIST.search(b.text) for b in child.blocks if isinstance(b, Para))


def _stated(text: str, eid: EId, path: tuple[EId, ...]) -> Iterator[Definition]:
    for match in _CALLED.finditer(text) if "所称" in text else ():
        scope = _scope(match["own"] or "", path)
        if scope is not None and _is_name(match["term"]):
            yield Definition(match["term"], eid, scope)
    for match in _SHORT.finditer(text) if "（以下" in text else ():
        yield Definition(match["term"], eid, onward=True)


def _scope(own: str, path: tuple[EId, ...]) -> EId | None:
    """The eId of what 本条, 本章, 前款 speak of; empty for the act, None where there is none such."""
    if own in ("章", "节"):
        prefix = "chp_" if own == "章" else "sec_"
        return next((eid for eid in reversed(path) if eid.rpartition("__")[2].startswith(prefix)), None)
    return enclosing_article(path[-1]) if own in ("条", "") else NO_EID


def _is_name(term: str) -> bool:
    return not _LINKING.search(term)

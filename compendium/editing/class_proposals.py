"""Propose a class for a work that has none, by words learned from the titles of works that have one.

A word speaks for the classes of the works in whose titles it stands, and for the classes that it names; one
that stands everywhere speaks for none. Beside words counts the law under which an act is made. A proposal
says what it rests on. It is none where two classes come near each other, or where only words of the text, or
one short word that a single work has taught, speak for a class.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from compendium.law.act import Act
from compendium.law.kinds import DECISIONS
from compendium.law.names import TITLE, quoted, title_key
from compendium.library.catalog import Catalog, Work
from compendium.library.classes import ClassPath, classes_of

_BRACKETS = re.compile(r"[（(][^（()）]*[）)]|《[^》]*》")
_HAN = re.compile(r"[\u3400-\u9fff]+")
_FORMS = re.compile(
    "条例|办法|规定|细则|规则|决定|通知|意见|若干|实施|暂行|试行|管理|促进|保护|保障|关于|推进|加强|本市|做好|工作"
)
"""Words of the form of an act (立法技术规范 on 名称) and of what every act does."""
_SHORT, _LONG = 2, 4
"""Words are two to four characters long."""
_COMMON = 3
"""A word of the titles of three classes or more tells them not apart."""
_LEAST, _AHEAD = 4.0, 1.5
"""A class is proposed that has so much for it, and so many times what the next has."""
_NAMED = 12.0
"""An act that a title names says more than any words the title shares with others."""
_OFTEN = 10
"""A word that stands ten times in a text says no more by standing there more often."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for a class: how much, in words, and whether a proposal may rest on it alone."""

    weight: float
    words: str
    strong: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A work without a class: `best` is the id of what is proposed, empty where that is not sure.

    `candidates` are the ids of what comes into question, the likeliest first; `reason` says why.
    """

    work: Work
    best: str
    candidates: tuple[str, ...]
    reason: str


Taught = dict[str, list[str]]
"""By class, the titles of the works that taught it."""


@dataclass(frozen=True, slots=True)
class Lessons:
    """What was learned: words and founding laws, each with its classes and the titles that taught it.

    `titles` are the works themselves, by their keys, with their classes.
    """

    paths: Mapping[str, ClassPath]
    words: dict[str, Taught] = field(default_factory=dict)
    named: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    laws: dict[str, Taught] = field(default_factory=dict)
    titles: dict[str, tuple[str, ...]] = field(default_factory=dict)


def without_class(catalog: Catalog, paths: dict[str, ClassPath]) -> list[Work]:
    """List the works that should have a class and have none; a decision has none of its own."""
    return [w for w in catalog.works if w.kind not in DECISIONS and not classes_of(w, paths)]


def learn(catalog: Catalog, paths: dict[str, ClassPath], place: str) -> Lessons:
    """Learn from the titles and the founding laws of all works that have a class; no text is read.

    `place` (上海市) stands in nearly every title and says nothing.
    """
    lessons = Lessons(paths)
    for path in (path for path in paths.values() if len(path) > 1 or not path[-1].children):
        for name in re.split("[、和与及]", path[-1].title):
            if len(name) >= _SHORT:
                lessons.named[name].add(path[-1].id)
    for work in catalog.works:
        lessons.titles[title_key(work.title)] = tuple(classes_of(work, paths))
        for subject in classes_of(work, paths) if work.kind not in DECISIONS else ():
            for word in set(_words(_core(work.title, place))):
                lessons.words.setdefault(word, {}).setdefault(subject, []).append(work.title)
            for law in map(title_key, dict.fromkeys(work.expressions[-1].basis)):
                lessons.laws.setdefault(law, {}).setdefault(subject, []).append(work.title)
    return lessons


def propose(work: Work, act: Act, lessons: Lessons, place: str) -> Proposal:
    """Propose a class for a work, whose latest text is `act`."""
    found: dict[str, list[Evidence]] = defaultdict(list)
    title, text = _core(act.title, place), "".join(p.text for p in act.body)
    for subject, evidence in _of_named(act.title, lessons):
        found[subject].append(evidence)
    for subject, evidence in _of_title(title, lessons):
        found[subject].append(evidence)
    for subject, evidence in _of_text(text, lessons):
        found[subject].append(evidence)
    for law in work.expressions[-1].basis:
        taught = lessons.laws.get(title_key(law), {})
        for subject, teachers in taught.items():
            told = f"与{quoted(teachers[0])}同以{quoted(law)}为依据"
            found[subject].append(Evidence(3 * _share(taught, subject), told))
    weights = {subject: sum(item.weight for item in items) for subject, items in found.items()}
    order = sorted(weights, key=lambda subject: (-weights[subject], subject))
    if not order:
        return Proposal(
            work=work, best="", candidates=(), reason="题名和正文里没有已归类法规的词，也没有类名"
        )
    first = order[0]
    rival = next((s for s in order[1:] if not _related(s, first, lessons)), "")
    told = "；".join(item.words for item in sorted(found[first], key=lambda i: -i.weight)[:2])
    strong = any(item.strong for item in found[first])
    clear = strong and weights[first] >= _LEAST and weights[first] >= _AHEAD * weights.get(rival, 0)
    if not clear:
        name = lessons.paths[first][-1].title
        other = f"，也可能是“{lessons.paths[rival][-1].title}”" if rival else ""
        told = f"拿不准：可能是“{name}”（{told}）{other}"
    return Proposal(work=work, best=first if clear else "", candidates=tuple(order[:3]), reason=told)


def _related(one: str, other: str, lessons: Lessons) -> bool:
    """Whether a class stands above or below another."""
    a, b = ([category.id for category in lessons.paths[item]] for item in (one, other))
    return a[: len(b)] == b or b[: len(a)] == a


def _of_named(title: str, lessons: Lessons) -> Iterator[tuple[str, Evidence]]:
    """What the acts say that a title names: a notice about 《某规定》 belongs where that stands."""
    for name in dict.fromkeys(re.findall(TITLE, title)):
        for subject in lessons.titles.get(title_key(name), ())[:1]:
            yield subject, Evidence(_NAMED, f"题名所说的{quoted(name)}归在这里", strong=True)


def _of_title(title: str, lessons: Lessons) -> Iterator[tuple[str, Evidence]]:
    """What the title says, by the longest words that it shares."""
    for name, subjects in lessons.named.items():
        if name in title:
            for subject in subjects:
                weight = 3 * len(name) / len(subjects)
                yield subject, Evidence(weight, f"题名有类名“{name}”", strong=len(subjects) == 1)
    telling = [word for word in _words(title) if 0 < len(_taught(word, lessons)) < _COMMON]
    longest = [word for word in telling if not any(word != other and word in other for other in telling)]
    for word in dict.fromkeys(longest):
        taught = lessons.words[word]
        for subject, teachers in taught.items():
            weight = 2 * len(word) * _share(taught, subject)
            strong = len(taught) == 1 and (len(word) > _SHORT or len(teachers) > 1)
            yield subject, Evidence(weight, f"题名有“{word}”，同{quoted(teachers[0])}", strong=strong)


def _of_text(text: str, lessons: Lessons) -> Iterator[tuple[str, Evidence]]:
    """What the text says again and again: names of classes, and words of the titles of others."""
    for name, subjects in lessons.named.items():
        if (count := text.count(name)) > 1:
            for subject in subjects:
                weight = len(name) * min(count, _OFTEN) / _OFTEN / len(subjects)
                yield subject, Evidence(weight, f"正文有类名“{name}” {count} 处")
    counts = Counter(_words(text))
    said = {word: n for word, n in counts.items() if n > 1 and _tells(word, lessons)}
    for word, count in said.items():
        if any(word != other and word in other and said[other] == count for other in said):
            continue
        taught = lessons.words[word]
        for subject, teachers in taught.items():
            weight = len(word) * min(count, _OFTEN) / _OFTEN * _share(taught, subject) / 2
            yield subject, Evidence(weight, f"正文有“{word}” {count} 处，同{quoted(teachers[0])}")


def _tells(word: str, lessons: Lessons) -> bool:
    """Whether a word of a text says something: a short one is often a piece of others."""
    taught = _taught(word, lessons)
    return 0 < len(taught) < _COMMON and (len(word) > _SHORT or sum(map(len, taught.values())) > 1)


def _taught(word: str, lessons: Lessons) -> Taught:
    """What a word was learned for; the name of a class speaks as such."""
    return {} if word in lessons.named else lessons.words.get(word, {})


def _share(taught: Taught, subject: str) -> float:
    """How much of what taught a word speaks for a class, from 0 to 1."""
    return len(taught[subject]) / sum(map(len, taught.values()))


def _core(title: str, place: str) -> str:
    """The words of a title that say what it is about."""
    return _FORMS.sub(
        " ", _BRACKETS.sub(" ", title.removeprefix(place).replace(place, " ") if place else title)
    )


def _words(text: str) -> Iterable[str]:
    for run in _HAN.findall(text):
        for length in range(_SHORT, _LONG + 1):
            yield from (run[at : at + length] for at in range(len(run) - length + 1))

"""What the tests of amendments share: an invented regulation, decisions on it, corpora that hold them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from compendium.akn import parse_act, write_act
from compendium.amending.opening import Opened
from compendium.amending.planning import AmendPlan, files_of, plan_decision, written
from compendium.amending.planning.plans import WorkPlan
from compendium.amending.statements import NONE, Statements
from compendium.editing.importing import Options, plan_import
from compendium.law.act import Act
from compendium.library.catalog import Catalog, load_catalog
from tests.builders import Memory, draft, named

BODY = "海浦市人民代表大会常务委员会"
BRIDGES = "海浦市桥梁管理条例（示例）"
FERRIES = "海浦市渡口管理规定（示例）"
HISTORY = "（2015年3月19日海浦市第十一届人民代表大会常务委员会第十七次会议通过）"
ARTICLES = (
    "第一章　总则",
    "第一条　为了加强桥梁管理，制定本条例。",
    "第二条　市交通委员会负责桥梁的监督管理。",
    "第二章　养护",
    "第三条　养护责任人应当每年检查桥梁一次。",
    "第四条　养护责任人应当保存下列档案：",
    "（一）图纸；",
    "（二）检查记录。",
    "第五条　禁止在桥上堆放物品。",
    "第六条　违反本条例第五条规定的，由市交通委员会责令改正，处五百元罚款。",
    "第七条　本条例自2015年7月1日起施行。",
)
FERRY_ARTICLES = (
    "第一条　为了加强渡口管理，制定本规定。",
    "第二条　渡口参照《海浦市桥梁管理条例（示例）》第五条管理。",
    "第三条　区、县交通部门负责渡口的监督管理。",
    "第四条　本规定自2015年7月1日起施行。",
)
CATCH_ALL = "此外，对条款顺序作相应调整。"


def regulation(title: str = BRIDGES, articles: Iterable[str] = ARTICLES, history: str = HISTORY) -> str:
    """A regulation as a text file."""
    return "\n\n".join([title, history, *articles]) + "\n"


def decision(
    *items: str,
    title: str = BRIDGES,
    day: str = "2024年3月21日",
    start: str = "本决定自2024年6月1日起施行。",
    name: str = "",
) -> str:
    """A decision that amends one regulation; items carry no number."""
    numbered = [f"{number}、{item}" for number, item in zip("一二三四五六七八九", items, strict=False)]
    return _decision(numbered, name or f"{BODY}关于修改《{title}》的决定（示例）", title, day, start)


def package(*parts: tuple[str, tuple[str, ...]], start: str = "本决定自2024年6月1日起施行。") -> str:
    """A decision that amends several regulations."""
    lines = []
    for number, (title, items) in zip("一二三四五", parts, strict=False):
        lines.append(f"{number}、对《{title}》作出修改")
        lines += [f"（{n}）{item}" for n, item in zip("一二三四五六七", items, strict=False)]
    first = parts[0][0]
    name = f"{BODY}关于修改《{first}》等{len(parts)}件地方性法规的决定（示例）"
    return _decision(lines, name, f"{first}》等{len(parts)}件地方性法规", "2024年3月21日", start).replace(
        "件地方性法规》", "件地方性法规"
    )


def _decision(lines: list[str], name: str, title: str, day: str, start: str) -> str:
    history = f"（{day}海浦市第十三届人民代表大会常务委员会第十次会议通过）"
    opening = f"海浦市第十三届人民代表大会常务委员会第十次会议决定，对《{title}》作如下修改："
    ending = f"{start}《{title}》根据本决定作相应修正后，重新公布。" if start else ""
    return "\n\n".join([name, history, opening, *lines, *([ending] if ending else [])]) + "\n"


# ---- in memory


@dataclass
class Corpus:
    """A corpus in memory that takes in texts and carries out decisions."""

    contents: dict[str, bytes] = field(default_factory=dict)

    @property
    def catalog(self) -> Catalog:
        return load_catalog(Memory(dict(self.contents)))

    def take(self, *texts: str) -> Corpus:
        """Import texts."""
        drafts = [draft(text, f"{number}.txt") for number, text in enumerate(texts)]
        plan = plan_import(drafts, self.catalog, Options(), "cn-hp", "海浦市")
        assert [o.refused for o in plan.outcomes if o.refused] == []
        self._write(plan.files)
        return self

    def open(self, text: str) -> Opened:
        """A decision as read from a file."""
        plan = plan_import([draft(text, "决定.txt")], self.catalog, Options(), "cn-hp", "海浦市")
        act = plan.outcomes[0].act
        assert act is not None, plan.outcomes[0].refused
        return Opened(act=act, known=plan.outcomes[0].known, files=plan.files)

    def plan(self, text: str, statements: Statements = NONE) -> AmendPlan:
        """What a decision would do."""
        return plan_decision(self.open(text).act, self.catalog, statements)

    def amend(self, text: str, statements: Statements = NONE) -> AmendPlan:
        """Carry a decision out; it must not be blocked."""
        opened = self.open(text)
        plan = plan_decision(opened.act, self.catalog, statements)
        assert not plan.blocked, [(item.instruction.words, item.reason) for _, item in plan.items()]
        self._write(files_of(plan, opened, self.catalog, b""))
        return plan

    def enter(self, path: str, **values: object) -> None:
        """Change what staff enter in a file."""
        self.contents[path] = write_act(named(parse_act(self.contents[path], path), **values))

    def act(self, title: str, day: date) -> Act:
        """The version of a regulation that begins on a day."""
        work = self.catalog.find(title)
        return self.catalog.act(next(f for f in work.expressions if f.date == day))

    def days(self, title: str) -> list[str]:
        """The days of the versions of a regulation."""
        return [facts.date.isoformat() for facts in self.catalog.find(title).expressions]

    def _write(self, files: dict[str, bytes | None]) -> None:
        for path, data in files.items():
            if data is None:
                self.contents.pop(path, None)
            else:
                self.contents[path] = data


def lines_of(act: Act | None) -> list[str]:
    """The articles of a text, a line each."""
    assert act is not None
    return ["".join(article.text.split()) for article in act.articles]


def only(plan: AmendPlan) -> WorkPlan:
    """The plan for the single regulation."""
    (work,) = plan.works
    return work


def made(plan: AmendPlan) -> Act:
    """The text that a plan would write for its single regulation."""
    text = written(only(plan))
    assert text is not None
    return text

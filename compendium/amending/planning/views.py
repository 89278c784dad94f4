"""A plan as plain values, for JSON and for the tables that people read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from compendium.amending.instruction import Item, Operation
from compendium.amending.planning.plans import AmendPlan, WorkPlan
from compendium.compare import as_object, compare
from compendium.law.act import Act
from compendium.law.changes import ModType, State
from compendium.law.days import day_name
from compendium.law.identifiers import EId
from compendium.library.facts import labels

STATE_NAMES = {
    State.READ: "执行",
    State.STATED: "按人工说明执行",
    State.ASIDE: "搁置",
    State.REFUSED: "未执行",
    State.IDLE: "不涉及",
}
TYPE_NAMES = {
    ModType.SUBSTITUTION: "修改",
    ModType.INSERTION: "增加",
    ModType.REPEAL: "删去",
    ModType.RENUMBERING: "改序号",
    ModType.SPLIT: "拆分",
    ModType.JOIN: "合并",
    ModType.REPLACEMENT: "替换",
}
Labels = Mapping[EId, str]


def plan_object(plan: AmendPlan, written: bool) -> dict[str, Any]:
    """Give the whole plan as plain values; `written` tells whether its files are in the corpus now."""
    decision = plan.decision
    return {
        "decision": {
            "title": decision.title,
            "work": decision.work,
            "expression_date": day_name(decision.date),
        },
        "blocked": plan.blocked,
        "written": written,
        "counts": dict(plan.counts),
        "statements": {"file": plan.statements.file, "faults": list(plan.faults)},
        "works": [_work(work) for work in plan.works],
        "repeals": list(plan.repeals),
        "unrecorded": list(plan.unrecorded),
        "files": sorted(plan.files),
    }


def _work(plan: WorkPlan) -> dict[str, Any]:
    before, after = labels_of(plan.before), labels_of(plan.text)
    value: dict[str, Any] = {
        "title": plan.title,
        "work": plan.work.uri if plan.work else None,
        "in_corpus": plan.work is not None,
        "by": plan.decision.title if plan.decision else None,
        "effective": plan.day.isoformat() if plan.day else None,
        "before": day_name(plan.before.date) if plan.before else None,
        "after": day_name(plan.after.date) if plan.after else None,
        "official": day_name(plan.held.date) if plan.held else None,
        "fault": plan.fault or None,
        "notes": list(plan.notes),
        "instructions": [item_object(item, before, after) for item in plan.items],
    }
    if plan.before and plan.after:
        value["changes"] = as_object(compare(plan.before, plan.after))
    value["references"] = {
        "corrected": [
            {"eId": r.eid, "place": after.get(r.eid, ""), "old": r.old, "new": r.new} for r in plan.repairs
        ],
        "to_decide": [
            {
                "eId": r.eid,
                "place": after.get(r.eid, ""),
                "words": r.words,
                "reason": r.reason,
                "suggestion": r.suggestion or None,
            }
            for r in plan.reports
        ],
        "elsewhere": [
            {
                "path": o.path,
                "line": o.line,
                "title": o.title,
                "eId": o.eid,
                "words": o.words,
                "corrected": o.corrected or None,
                "reason": o.reason,
            }
            for o in plan.outside
        ],
    }
    return value


def item_object(item: Item, before: Labels, after: Labels) -> dict[str, Any]:
    """Give one instruction: its words, where they stand, what is done, to what, and what became of it."""
    instruction = item.instruction
    return {
        "id": instruction.id,
        "words": instruction.words,
        "position": [
            {"eId": p.eid, "block": p.block, "from": p.start, "to": p.end} for p in instruction.passages
        ],
        "form": getattr(instruction, "form", None),
        "state": item.state.value,
        "operations": [_operation(op, before, after) for op in item.operations],
        "remarks": list(item.remarks),
        "reason": item.reason or None,
    }


def _operation(operation: Operation, before: Labels, after: Labels) -> dict[str, Any]:
    value: dict[str, Any] = {
        "type": operation.type.value,
        "targets": [{"eId": eid, "place": place_of(eid, before)} for eid in operation.targets],
        "results": [{"eId": eid, "place": place_of(eid, after)} for eid in operation.results],
    }
    for key in ("old", "new"):
        if words := getattr(operation, key):
            value[key] = words
    return value


def labels_of(act: Act | None) -> dict[EId, str]:
    """Name the provisions of a text; the only 款 of a 条 goes by the name of the 条."""
    names = dict(labels(act)) if act else {}
    return {eid: _short(eid, name, names) for eid, name in names.items()}


def _short(eid: EId, name: str, names: Labels) -> str:
    head, only, _ = eid.partition("__para_1")
    article = EId(head)
    if not only or f"{article}__para_2" in names:
        return name
    return name.replace(f"{names[article]}第一款", names[article], 1) if article in names else name


def place_of(eid: EId, names: Labels) -> str:
    """Name the place of an eId, 第六条第二款; 全文 and 名称 for what is no provision."""
    return {"": "全文", "preface": "名称"}.get(eid) or names.get(eid, eid)


def operation_words(operation: Operation, before: Labels, after: Labels) -> str:
    """Say what an operation does, in a few words: 修改第六条第二款；增加第七条."""
    name = TYPE_NAMES[operation.type]
    if operation.type is ModType.INSERTION and operation.old and operation.new:
        return f"{_places(operation.targets, before)} “{operation.old}”处加“{operation.new}”"
    if operation.old or operation.new:
        what = f"“{operation.old}”→“{operation.new}”" if operation.old and operation.new else ""
        what = what or (f"删“{operation.old}”" if operation.old else f"加“{operation.new}”")
        return f"{_places(operation.targets, before)} {what}"
    if operation.type is ModType.INSERTION:
        return f"{name}{_places(operation.results, after)}"
    where = _places(operation.targets, before)
    moved = operation.type in (ModType.RENUMBERING, ModType.SPLIT, ModType.JOIN)
    return f"{name}{where}→{_places(operation.results, after)}" if moved else f"{name}{where}"


def _places(eids: tuple[EId, ...], names: Labels) -> str:
    words = [place_of(eid, names) for eid in eids]
    return "、".join(words) if len(words) <= 6 else f"{'、'.join(words[:5])}等 {len(words)} 处"

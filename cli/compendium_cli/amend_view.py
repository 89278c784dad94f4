"""A plan of an amendment, shown: what each instruction does, what it was refused for, what would change."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from rich.markup import escape

from compendium.amending.planning import STATE_NAMES, labels_of, operation_words, plan_object
from compendium.compare import as_lines, compare, difference
from compendium.law.days import day_label, day_words
from compendium.law.effects import effects_of
from compendium.law.names import quoted
from compendium.text.effect_words import effect_told
from compendium.text.wording import UNDETERMINED
from compendium_cli.console import out, print_json, table

if TYPE_CHECKING:
    from rich.console import Console

    from compendium.amending.planning.plans import AmendPlan, WorkPlan

_COLOURS = {"执行": "green", "按人工说明执行": "cyan", "搁置": "yellow", "未执行": "red", "不涉及": "dim"}


def print_plan(
    plan: AmendPlan, as_json: bool, *, written: bool, statements: Path, dry_run: bool = False
) -> None:
    """Print a plan for people or as JSON."""
    if as_json:
        print_json(plan_object(plan, written))
        return
    console = out()
    for fault in plan.faults:
        console.print(f"[red]不能执行[/] {_plain(fault)}", soft_wrap=True)
    for work in plan.works:
        _print_work(console, work)
    told = effects_of(plan.decision).found
    for title in plan.repeals:
        if all(effect.title != title for effect in told):
            console.print(f"废止《{_plain(title)}》")
    for effect in told:
        console.print(_plain(effect_told(effect)), soft_wrap=True)
    for words in plan.unrecorded:
        console.print(f"[yellow]提示[/]：{_plain(words)}", soft_wrap=True)
    _print_end(console, plan, written, statements, dry_run)


def _print_work(console: Console, plan: WorkPlan) -> None:
    console.print(f"\n[bold]{_plain(quoted(plan.title))}[/]{_standing(plan)}", soft_wrap=True)
    if plan.decision:
        day = day_words(plan.day) if plan.day else ""
        console.print(f"  {day}起的文本据{_plain(quoted(plan.decision.title))}重作", soft_wrap=True)
    if plan.fault:
        console.print(f"  [red]不能修改[/]：{_plain(plan.fault)}", soft_wrap=True)
    before, after = labels_of(plan.before), labels_of(plan.text)
    shown = table("编号", "结果", "决定原文", "操作")
    for item in plan.items:
        state = STATE_NAMES[item.state]
        done = [operation_words(op, before, after) for op in item.operations]
        notes = ([f"原因：{item.reason}"] if item.reason else []) + [f"提示：{r}" for r in item.remarks]
        shown.add_row(
            item.instruction.id,
            f"[{_COLOURS[state]}]{state}[/]" if plan.work else "[dim]库外[/]",
            _plain(_short(item.instruction.words))
            if item.state.value != "refused"
            else _plain(item.instruction.words),
            _plain("\n".join([*done, *notes])),
        )
    console.print(shown)
    for note in plan.notes:
        console.print(f"  提示：{_plain(note)}", soft_wrap=True)
    _print_changes(console, plan)
    _print_references(console, plan)


def _standing(plan: WorkPlan) -> str:
    if plan.work is None:
        return "　[dim]只列出，不执行[/]" if plan.notes else "　[dim]法规库中没有，只列出，不执行[/]"
    parts = []
    if plan.before:
        parts.append(f"修改前文本 {day_label(plan.before.date)}")
    parts.append(f"自{day_words(plan.day)}起施行" if plan.day else UNDETERMINED)
    if plan.held:
        parts.append(f"已有修改后的文本 {day_label(plan.held.date)}")
    return f"　{'，'.join(parts)}"


def _print_changes(console: Console, plan: WorkPlan) -> None:
    if plan.before is None or plan.after is None:
        return
    console.print("  修改结果：")
    for line in as_lines(compare(plan.before, plan.after)):
        console.print(f"    {_plain(line)}", soft_wrap=True)
    if plan.held and (differences := difference(plan.after, plan.held)):
        console.print(
            f"  [yellow]已入库的文本与按决定推算的有 {len(differences)} 处不同[/]，保持已入库的文本："
        )
        for one in differences[:20]:
            words = f"{one.place}：推算“{one.replayed_words}”，已入库“{one.official_words}”"
            console.print(f"    {_plain(words)}", soft_wrap=True)


def _print_references(console: Console, plan: WorkPlan) -> None:
    names = labels_of(plan.after)
    for r in plan.repairs:
        console.print(f"  引用随序号改变：{names.get(r.eid, r.eid)}“{_plain(r.old)}”→“{_plain(r.new)}”")
    for report in plan.reports:
        where = names.get(report.eid, report.eid)
        console.print(f"  [yellow]引用待核[/]：{where}“{_plain(report.words)}”：{_plain(report.reason)}")
    for o in plan.outside:
        now = f"，应为“{o.corrected}”" if o.corrected else ""
        words = f"{o.path}:{o.line}: {o.title}“{o.words}”{now}（{o.reason}）"
        console.print(f"  [yellow]他法引用[/]：{_plain(words)}", soft_wrap=True)


def _print_end(console: Console, plan: AmendPlan, written: bool, statements: Path, dry_run: bool) -> None:
    names = {"read": "执行", "stated": "按说明执行", "aside": "搁置", "refused": "未执行"}
    names |= {"idle": "不涉及", "outside": "库外"}
    counted = "，".join(f"{names[key]} {n}" for key, n in sorted(plan.counts.items()))
    if plan.counts:
        console.print(f"\n共 {sum(plan.counts.values())} 项：{counted}。")
    if plan.blocked:
        hint = f"请在 {statements} 中说明，或者用 --interactive 逐项回答。"
        console.print(f"[red]有未能执行的修改，没有写入任何文件。[/]{_plain(hint)}", soft_wrap=True)
    for path in sorted(plan.files):
        console.print(f"  {'删除' if plan.files[path] is None else '写入'} {_plain(path)}", soft_wrap=True)
    if written:
        console.print("[green]已写入，并作了一次提交。[/]")
    elif plan.files:
        console.print("仅试算，没有写入。" if dry_run else "法规库中已是这样，没有改动。")


def _short(words: str, length: int = 60) -> str:
    return words if len(words) <= length else words[: length - 1] + "…"


def _plain(words: str) -> str:
    return escape(words)

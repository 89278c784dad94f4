"""Ask a person what the program may not decide, item by item, and keep the answers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from compendium.amending.instruction import Content
from compendium.amending.reading import read_sentence
from compendium.law.problems import CompendiumError
from compendium_cli.outputs import hand_over
from compendium_cli.typed import ask as prompt

if TYPE_CHECKING:
    from compendium.amending.instruction import Item
    from compendium.amending.planning.plans import AmendPlan


def ask(plan: AmendPlan, file: Path) -> bool:
    """Ask about every refused item; tell whether anything was answered. Answers go into the file."""
    answered = False
    for work in plan.works:
        for item in work.refused if work.decision is None else ():
            answer = _answer(work.title, item)
            if answer:
                _fill(file, item.instruction.id, answer)
                answered = True
    return answered


def _answer(title: str, item: Item) -> str:
    """The lines to put into the entry; empty when the person leaves it for later."""
    click.echo(
        f"\n《{title}》 {item.instruction.id}\n决定原文：{item.instruction.words}\n原因：{item.reason}"
    )
    choice = ""
    while choice not in ("1", "2", "3"):
        choice = prompt("怎么办？ 1 另行写明  2 搁置  3 以后再定").strip()
    if choice == "3":
        return ""
    if choice == "2":
        reason = prompt("搁置的理由")
        return f"aside = {json.dumps(reason, ensure_ascii=False)}"
    said = [_sentence()]
    while more := prompt("再写一句（直接回车结束）", default="", show_default=False):
        said.append(_checked(more) or _sentence())
    return f"say = {json.dumps(said, ensure_ascii=False)}"


def _sentence() -> str:
    while True:
        if words := _checked(prompt("用修改语句写明，如 将第三条中的“甲”修改为“乙”")):
            return words


def _checked(words: str) -> str:
    """The sentence when it can be read; else says why not."""
    try:
        read_sentence(words, Content(()) if words.endswith(("：", ":")) else None)
    except CompendiumError as error:
        click.echo(f"读不懂：{error}", err=True)
        return ""
    return words


def _fill(file: Path, id_: str, answer: str) -> None:
    """Put an answer into the entry of an item, in the place of the lines that offer it."""
    lines = file.read_text(encoding="utf-8").split("\n")
    at = lines.index(f"id = {json.dumps(id_, ensure_ascii=False)}")
    end = next((n for n in range(at, len(lines)) if n > at and lines[n].startswith("[[")), len(lines))
    key = answer.partition(" ")[0]
    offers = [n for n in range(at, end) if lines[n].startswith((f"# {key} =", f"{key} ="))]
    place = offers[0] if offers else at + 2
    lines[place : place + bool(offers)] = [answer]
    hand_over(file, "\n".join(lines).encode())

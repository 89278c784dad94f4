"""Characters set as sup, sub and the like, kept through the marks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from compendium.comparing import Mark, Row
from compendium.model import Image, Inline, Para, Provision, Span, inline_text
from compendium_build.changes.content import Form, Run, View


def forms_of(row: Row, view: View) -> tuple[Form, ...]:
    """The form of every character of a provision's first paragraphs, in the wording that a view shows."""
    side = row.before if view is View.BEFORE else row.after
    provision = side.provision if side else None
    if provision is None or view is View.BOTH:
        return ()
    forms = tuple(forms_in(_first(provision)))
    return forms if any(forms) else ()


def forms_in(paras: Iterable[Para]) -> Iterator[Form]:
    """The form of every character of paragraphs, one for each line break between them."""
    for position, para in enumerate(paras):
        if position:
            yield Form.PLAIN
        for run in para.runs:
            form = Form(run.style) if isinstance(run, Span) else Form.PLAIN
            yield from [form] * len(_text(run))


def _text(run: Inline) -> str:
    return f"〔图：{run.src}〕" if isinstance(run, Image) else inline_text(run)


def _first(provision: Provision) -> list[Para]:
    out = []
    for block in provision.blocks:
        if not isinstance(block, Para):
            break
        out.append(block)
    return out


def formed(marks: Sequence[Mark], forms: Sequence[Form]) -> Iterator[Run]:
    """Marks as runs, cut where the form changes; `forms` is empty where all is plain."""
    if sum(len(m.text) for m in marks) != len(forms):
        yield from (Run(m.text, m.kind) for m in marks)
        return
    start = 0
    for mark in marks:
        piece = forms[start : start + len(mark.text)]
        start += len(mark.text)
        for form, group in groupby(zip(mark.text, piece, strict=True), key=lambda pair: pair[1]):
            yield Run("".join(letter for letter, _ in group), mark.kind, form)

"""An answer to a search, for people."""

from __future__ import annotations

from rich.text import Text

from compendium.law.names import quoted
from compendium_build.search import Answer, Facet, Hit
from compendium_cli.console import out, table

_FACETS = {
    Facet.STATUS: "状态",
    Facet.KIND: "性质",
    Facet.ISSUER: "发布机关",
    Facet.CLASS: "类",
    Facet.YEAR: "年份",
    Facet.LANGUAGE: "语言",
}
_MOST = 10


def show(answer: Answer, facets: bool) -> None:
    """Print an answer: places cited, regulations named, hits by regulation, advice."""
    console = out()
    for jump in answer.jumps:
        place = jump.label if not jump.missing else f"{jump.label}（没有所写的这一条款）"
        console.print(
            f"引用：{quoted(jump.act.title)}{place}　{jump.act.label}", markup=False, soft_wrap=True
        )
    for named in answer.named:
        console.print(
            f"{named.why}：{quoted(named.act.title)}　{named.act.label}", markup=False, soft_wrap=True
        )
    for group in answer.groups:
        rest = f"　{group.total} 处" if group.total > len(group.hits) else ""
        heading = f"{quoted(group.act.title)}　{group.act.label}　{group.act.status_words}{rest}"
        console.print(heading, style="bold", markup=False, soft_wrap=True)
        for hit in group.hits:
            _show_hit(hit, hit.act.date == group.act.date and hit.act.language == group.act.language)
    if facets:
        _show_facets(answer)
    if answer.synonyms:
        console.print(f"也查了：{'、'.join(answer.synonyms)}", markup=False, soft_wrap=True)
    if answer.suggestions:
        console.print(f"是不是要查：{'；'.join(answer.suggestions)}", markup=False, soft_wrap=True)
    if answer.cursor:
        console.print(f"下一页：--cursor {answer.cursor}", markup=False, soft_wrap=True)
    console.print(f"共 {answer.total} 处，在 {answer.works} 部法规中，显示 {len(answer.groups)} 部。")


def _show_hit(hit: Hit, same: bool) -> None:
    before, after = ("…" if hit.snippet.before else ""), ("…" if hit.snippet.after else "")
    where = "" if hit.snippet.text.startswith(hit.label) else f"{hit.label}　"
    version = "" if same else f"（{hit.act.label} 的版本）"
    head = f"  {where}{version}{before}"
    text = Text(head + hit.snippet.text.replace("\n", " ") + after)
    for start, end in hit.snippet.spans:
        text.stylize("bold red", start + len(head), end + len(head))
    out().print(text, soft_wrap=True)


def _show_facets(answer: Answer) -> None:
    rows = table("项目", "值", "处", "版本")
    for facet, name in _FACETS.items():
        for count in answer.facets[facet][:_MOST]:
            label = count.label if count.label == count.value else f"{count.label}（{count.value}）"
            rows.add_row(name, f"✓ {label}" if count.chosen else label, str(count.hits), str(count.versions))
    out().print(rows)

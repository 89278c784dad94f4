"""Every word for what one act does to the life of another: what it orders, what waits, which act came after.

Chinese and English stand beside each other, as in `text.wording`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from compendium.law.days import day_words
from compendium.law.effects import Effect, EffectKind
from compendium.law.kinds import DECISIONS, ActKind, EventKind
from compendium.law.names import quoted
from compendium.library.catalog import Catalog, Work
from compendium.library.told_effects import End, ended_by, ends

EFFECT_WORDS = {
    EffectKind.REPEAL: "废止",
    EffectKind.LAPSE: "失效",
    EffectKind.EXTENSION: "有效期延长",
    EffectKind.SUSPENSION: "暂停施行",
    EffectKind.RESUMPTION: "恢复施行",
    EffectKind.POSTPONEMENT: "推迟施行",
}


def effect_told(effect: Effect) -> str:
    """Say what an act does to another: 《某办法》自2024年7月1日起废止."""
    name = f"{quoted(effect.title)}{effect.places}"
    if effect.kind is EffectKind.POSTPONEMENT and effect.months:
        return f"{name}推迟{effect.months}个月施行"
    if effect.start is None:
        return f"{name}{EFFECT_WORDS[effect.kind]}，日期未载明"
    last = day_words(effect.until - timedelta(days=1)) if effect.until else ""
    match effect.kind:
        case EffectKind.EXTENSION:
            return f"{name}有效期延长{f'至{last}' if last else f'{effect.months}个月'}"
        case EffectKind.POSTPONEMENT:
            return f"{name}推迟至{day_words(effect.start)}起施行"
    until = f"至{last}" if last else "起"
    area = f"在{effect.area}" if effect.area else ""
    return f"{name}自{day_words(effect.start)}{until}{area}{EFFECT_WORDS[effect.kind]}"


def waiting_words(effects: Sequence[Effect], by: str, *, earlier: date | None = None) -> str:
    """Say of effects of one kind that the acts named are not in the corpus; `by` is the act that tells them.

    `earlier` is set where the corpus holds only a text of that title that was made on that day or later.
    """
    before = f"在{day_words(earlier)}以前的文本" if earlier else ""
    return (
        f"库中没有{names_of(effects)}{before}，{quoted(by)}所定的{EFFECT_WORDS[effects[0].kind]}未记下，"
        "待其入库时自动记上"
    )


def names_of(effects: Sequence[Effect], most: int = 5) -> str:
    """Name the acts that effects are for, the first of many: 《甲》、《乙》等 12 件."""
    names = list(dict.fromkeys(quoted(effect.title) for effect in effects))
    more = f"等 {len(names)} 件" if len(names) > most else ""
    return "、".join(names[:most]) + more


def ended_by_words(end: End, day: date, *, english: bool = False) -> tuple[str, str]:
    """Say on a day which act ends another, in the words before and after its title: 已被《…》代替.

    >>> ended_by_words(End(title="乙", work=None, day=date(2020, 5, 1), replaces=True), date(2024, 1, 1))
    ('已被', '代替')
    """
    begun = end.day <= day
    if english:
        verb = "replaced" if end.replaces else "declared void" if end.lapses else "repealed"
        when = "" if begun else f" on {end.day.day} {end.day:%B} {end.day.year}"
        return (f"{verb.capitalize()} by " if begun else f"To be {verb}{when} by "), ""
    return (
        "已被" if begun else f"将于{day_words(end.day)}起被",
        "代替" if end.replaces else "宣布失效" if end.lapses else "废止",
    )


def ends_words(end: End, by: ActKind, day: date, *, english: bool = False) -> tuple[str, str]:
    """Say on a day which act one of a kind ends, in the words before and after its title: 同时废止了《…》."""
    begun = end.day <= day
    if english:
        verb = "Replaces" if end.replaces else "Declares void" if end.lapses else "Repeals"
        when = "" if begun else f", from {end.day.day} {end.day:%B} {end.day.year}"
        return f"{verb} ", when
    when = "" if begun else f"自{day_words(end.day)}起"
    if end.replaces:
        return f"{when}代替", ""
    also = "" if by in DECISIONS else "同时"
    if end.lapses:
        return f"{when}{also}宣布", "失效"
    return f"{when}{also}废止{'了' if begun else ''}", ""


def succession_lines(catalog: Catalog, work: Work, day: date) -> list[str]:
    """Say which act ends a work, and which acts it ends, as far as that is recorded."""
    end = ended_by(catalog, work)
    told = [(end.title, ended_by_words(end, day))] if end else []
    told += [(each.title, ends_words(each, work.kind, day)) for each in ends(catalog, work)]
    return [f"{before}{quoted(title)}{after}" for title, (before, after) in told]


def end_object(end: End) -> dict[str, Any]:
    """Give the end of one act by another as plain values; `work` and `title` are those of the other act."""
    return {
        "title": end.title,
        "work": end.work.uri if end.work else None,
        "date": end.day.isoformat(),
        "kind": (EventKind.EXPIRY if end.lapses else EventKind.REPEAL).value,
        "replaces": end.replaces,
    }

"""What one sentence orders for other acts, clause by clause, and what of it is told and not carried out."""

from __future__ import annotations

import pytest

from compendium.law.effects import Effect, effects_of
from tests.builders import draft
from tests.test_core_effects import notice

ISSUED = "2024-02-01"


def ordered(*words: str) -> tuple[list[str], int]:
    """The effects of a decision in short, and how many sentences of it were not understood."""
    found = effects_of(notice("关于有关文件事项的废止决定", *words).act)
    return [_short(effect) for effect in found.found], len(found.unread)


def _short(effect: Effect) -> str:
    kind, title = effect.kind.value, effect.title
    rest = (effect.start, effect.until, effect.months, effect.places, effect.area)
    return " ".join(map(str, (kind, title, *(each for each in rest if each))))


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (
            "《甲办法》自2024年7月1日起废止，《乙办法》自2024年8月1日起废止。",
            ["repeal 甲办法 2024-07-01", "repeal 乙办法 2024-08-01"],
        ),
        (
            "《甲办法》自2024年7月1日起废止，《乙办法》有效期延长五年。",
            ["repeal 甲办法 2024-07-01", f"extension 乙办法 {ISSUED} 60"],
        ),
        (
            "决定废止《甲办法》，并宣布《乙办法》失效。",
            [f"repeal 甲办法 {ISSUED}", f"lapse 乙办法 {ISSUED}"],
        ),
        ("《甲办法》继续有效，该办法有效期至2030年5月31日。", [f"extension 甲办法 {ISSUED} 2030-06-01"]),
        ("《甲办法》继续实施，有效期5年。", [f"extension 甲办法 {ISSUED} 2029-02-01"]),
        (
            "《甲办法》（海府规〔2020〕5号）已到期，经评估需继续实施，有效期延长至2030年12月31日。",
            [f"extension 甲办法 {ISSUED} 2031-01-01"],
        ),
        ("《甲办法》实施期限延长至2025年12月31日。", [f"extension 甲办法 {ISSUED} 2026-01-01"]),
        ("《甲办法》执行至2025年12月31日。", [f"extension 甲办法 {ISSUED} 2026-01-01"]),
        ("《甲办法》已于2023年12月31日到期失效。", ["lapse 甲办法 2024-01-01"]),
        ("《甲办法》不再执行。", [f"lapse 甲办法 {ISSUED}"]),
        ("《甲办法》自2024年7月1日起终止实施。", ["lapse 甲办法 2024-07-01"]),
        ("《甲办法》自印发之日起废止。", [f"repeal 甲办法 {ISSUED}"]),
        ("对《甲办法》予以废止，自2024年7月1日起生效。", ["repeal 甲办法 2024-07-01"]),
        ("鉴于情况变化：废止《甲办法》。", [f"repeal 甲办法 {ISSUED}"]),
        ("废止自2005年6月16日起施行的《甲办法》。", [f"repeal 甲办法 {ISSUED}"]),
        ("依据《丙条例》制定的《甲办法》同时废止。", [f"repeal 甲办法 {ISSUED}"]),
        (
            "2005年通过、根据2016年《关于修改部分法规的决定》第一次修正的《甲条例》和《乙条例》同时废止。",
            [f"repeal 甲条例 {ISSUED}", f"repeal 乙条例 {ISSUED}"],
        ),
        (
            "《甲办法》《乙办法》等两个文件同时废止。",
            [f"repeal 甲办法 {ISSUED}", f"repeal 乙办法 {ISSUED}"],
        ),
        ("自2024年3月1日起，暂停实施《甲办法》三年。", ["suspension 甲办法 2024-03-01 2027-03-01"]),
        ("自2024年3月1日起六个月内暂停实施《甲办法》。", ["suspension 甲办法 2024-03-01 2024-09-01"]),
        (
            "自2024年3月1日起三年内，在新港区暂停实施《甲办法》第九条第（一）项。",
            ["suspension 甲办法 2024-03-01 2027-03-01 第九条第一项 新港区"],
        ),
        (
            "自2024年3月1日起，在新港区暂停实施《甲办法》第九条，期限为三年。",
            ["suspension 甲办法 2024-03-01 2027-03-01 第九条 新港区"],
        ),
        (
            "《甲办法》第三条停止执行至2025年12月31日。",
            [f"suspension 甲办法 {ISSUED} 2026-01-01 第三条"],
        ),
        ("《甲办法》延期六个月施行。", ["postponement 甲办法 6"]),
        (
            "《甲办法》的施行日期由2024年3月1日调整为2024年6月1日。",
            ["postponement 甲办法 2024-06-01"],
        ),
    ],
)
def test_a_sentence_is_carried_out(words: str, found: list[str]) -> None:
    assert ordered(words) == (found, 0)


@pytest.mark.parametrize(
    "words",
    [
        "在自由贸易试验区暂时调整适用《甲办法》第三条、《乙办法》第五条的有关规定。",
        "附件所列文件予以废止。",
        "下列文件同时废止：",
        "海府发〔2018〕3号文件自即日起废止。",
        "《甲办法》等两个文件同时废止。",
        "《甲办法》有关规定暂停执行。",
        "《甲办法》《乙办法》的有效期分别延长至2030年12月31日和2031年12月31日。",
        "《甲办法》有效期届满后不再延续。",
        "《甲办法》继续有效。",
        "《甲办法》修改后继续执行。",
        "除《甲办法》外，其余文件一律废止。",
        "以《甲办法》为依据制定的文件同时废止。",
        "原办法同时废止。",
    ],
)
def test_what_is_not_whole_is_told_and_not_carried_out(words: str) -> None:
    assert ordered(words) == ([], 1)


def test_a_list_does_what_its_heading_says() -> None:
    lines = (
        "下列文件同时废止：",
        "（一）《甲办法》；",
        "（二）《乙办法》《丙办法》；",
        "3.海浦市渡口办法（1992年发布）",
    )
    ends = [f"repeal {title} {ISSUED}" for title in ("甲办法", "乙办法", "丙办法", "海浦市渡口办法")]
    assert ordered(*lines) == (ends, 0)


def test_a_list_in_an_annex_and_one_of_acts_that_stay() -> None:
    text = (
        "# 海浦市人民政府关于公布文件清理结果的通知\n\n海府规〔2024〕3号\n\n各区人民政府：\n\n"
        "经清理，决定废止一批文件（目录见附件1），继续有效的见附件2。\n\n本通知自2024年3月1日起施行。\n\n"
        "海浦市人民政府\n\n2024年2月1日\n\n"
        "附件1\n\n废止的文件目录\n\n1.《甲办法》（海府发〔2015〕1号）\n\n2.《乙办法》（海府发〔2015〕2号）\n\n"
        "附件2\n\n继续有效的文件目录\n\n1.《丙办法》（海府发〔2015〕3号）\n"
    )
    found = effects_of(draft(text, "清理.md").act)
    assert [(e.kind.value, e.title, str(e.start)) for e in found.found] == [
        ("repeal", "甲办法", "2024-03-01"),
        ("repeal", "乙办法", "2024-03-01"),
    ]


def test_an_amended_text_ended_others_on_the_day_of_its_first() -> None:
    text = (
        "# 海浦市隧道条例\n\n"
        "（1996年5月27日海浦市人民政府令第1号发布　2020年6月1日海浦市人民政府令第9号修订）\n\n"
        "第一条　甲。\n\n第二条　本条例自发布之日起施行。《旧条例》同时废止。\n"
    )
    (effect,) = effects_of(draft(text, "乙.md").act).found
    assert (effect.title, str(effect.start)) == ("旧条例", "1996-05-27")


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("本办法代替《旧办法》。", ["repeal 旧办法 2023-06-01"]),
        ("《旧办法》由本办法代替。", ["repeal 旧办法 2023-06-01"]),
        ("本办法自2023年6月1日起施行，代替《旧办法》。", ["repeal 旧办法 2023-06-01"]),
        ("本办法自2023年6月1日起施行，并替代原《旧办法》。", ["repeal 旧办法 2023-06-01"]),
        ("《旧办法》同时作废。", ["repeal 旧办法 2023-06-01"]),
        ("《旧办法》执行至2023年12月31日。", ["extension 旧办法 2023-06-01 2024-01-01"]),
        (
            "下列文件同时废止：\n\n（一）《甲办法》；\n\n（二）《乙办法》。",
            ["repeal 甲办法 2023-06-01", "repeal 乙办法 2023-06-01"],
        ),
        ("《旧办法》与本办法不一致的，以本办法为准。", []),
        ("《旧办法》继续有效。", []),
    ],
)
def test_a_last_article(words: str, found: list[str]) -> None:
    text = (
        "# 海浦市隧道办法\n\n（2023年5月10日海浦市人民政府令第1号公布）\n\n第一条　甲。\n\n"
        f"第二条　本办法自2023年6月1日起施行。{words}\n"
    )
    told = effects_of(draft(text, "乙.md").act)
    assert ([_short(effect) for effect in told.found], told.unread) == (found, [])


@pytest.mark.parametrize(
    "words",
    [
        "对《甲办法》不予废止。",
        "《甲办法》拟于2024年4月30日废止。",
        "待《乙条例》施行后，废止《甲办法》。",
        "自《新条例》施行之日起，《甲办法》废止。",
        "待新办法出台后，《甲办法》自行废止。",
        "《甲办法》已被《乙办法》代替，予以废止。",
        "由《母条例》授权制定的《甲办法》同时废止。",
        "在浦东新区停止执行《甲办法》。",
        "《甲办法》对外资企业停止执行。",
        "《甲办法》（第二条除外）停止执行。",
        "《甲办法》除第三条外予以废止。",
        "暂停执行《甲办法》规定的收费。",
        "《甲办法》（3月1日起）和《乙办法》（4月1日起）废止。",
        "《甲办法》自2024年4月1日起、《乙办法》自2024年7月1日起废止。",
        "《甲办法》第一条有效期延长至2030年12月31日。",
        "《甲办法》自2024年二月三十日起废止。",
        "《甲办法》中止执行。",
        "《甲办法》续期五年。",
        "取消《甲办法》。",
        "该办法同时废止。",
        "甲办法同时废止。",
        "《甲办法》及其实施细则同时废止。",
        "《甲办法》于3月底前废止。",
        "《甲合同》示范文本同时废止。",
        "原《办法》同时废止。",
        "《甲办法》自本办法施行满一年时废止。",
    ],
)
def test_what_is_not_known_word_by_word_is_told(words: str) -> None:
    found, unread = ordered(words)
    assert (found, unread) == ([], 1)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("经评估，《甲办法》保留，《乙办法》修改，《丙办法》废止。", [f"repeal 丙办法 {ISSUED}"]),
        ("«甲办法»同时废止。", [f"repeal 甲办法 {ISSUED}"]),
        ("《甲办法》自2024年12月31日止停止执行。", ["lapse 甲办法 2025-01-01"]),
        ("《甲办法》到2024年12月31日止停止执行。", ["lapse 甲办法 2025-01-01"]),
        ("自2024年3月1日起，《甲办法》同时废止。", ["repeal 甲办法 2024-03-01"]),
        (
            "废止以下文件：《甲办法》《乙办法》。",
            [f"repeal 甲办法 {ISSUED}", f"repeal 乙办法 {ISSUED}"],
        ),
    ],
)
def test_more_orders(words: str, found: list[str]) -> None:
    assert ordered(words)[0] == found


def test_a_heading_ends_the_list_before_it() -> None:
    found, _ = ordered("废止以下文件：", "1.《甲办法》", "修改以下文件：", "1.《丙办法》")
    assert found == [f"repeal 甲办法 {ISSUED}"]
    assert ordered("废止2件文件", "1.《甲办法》（海府规〔2020〕1号）。", "2.《乙办法》")[0] == [
        f"repeal 甲办法 {ISSUED}",
        f"repeal 乙办法 {ISSUED}",
    ]

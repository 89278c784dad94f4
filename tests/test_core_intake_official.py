"""Official documents as they come: titles over lines, covers, endings, annexes, several texts in one file."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from compendium.intake.draft import Draft, draft_from, drafts_of
from compendium.intake.source import SourceRefused
from compendium.law.act import Act, Basis, Provision
from compendium.law.commencement import ending
from compendium.law.kinds import ActKind, EventKind
from compendium.library.facts import labels
from compendium.text.plain import as_text
from tests.builders import source

HEAD = "海浦市人民政府关于加强桥梁管理的实施意见\n海府规〔2023〕6号\n各区人民政府：\n"
BODY = "一、坚持安全。\n二、完善制度。\n本意见自2023年7月1日起施行，有效期至2028年6月30日。\n"
SIGNED = "海浦市人民政府\n2023年6月10日\n"


def read(text: str, name: str = "甲.txt") -> Draft:
    return draft_from(source(text, name), Path(name), "0" * 64)


def days(draft: Draft) -> dict[str, date]:
    return {event.kind.value: event.date for event in draft.act.events}


@pytest.mark.parametrize(
    "last",
    [
        "",
        "（此件公开发布）\n",
        "（此件主动公开）\n",
        "（本文有删减）\n",
        "（联系人：某某，联系电话：12345678）\n",
        "抄送：市委办公厅，市人大常委会办公厅。\n",
        "（此件公开发布）\n抄送：市委办公厅。\n海浦市人民政府办公厅2023年6月12日印发\n",
        "公开属性：主动公开\n",
    ],
)
def test_what_follows_the_signature_is_no_text(last: str) -> None:
    draft = read(HEAD + BODY + SIGNED + last)
    act = draft.act
    assert (act.title, act.number) == ("海浦市人民政府关于加强桥梁管理的实施意见", "海府规〔2023〕6号")
    assert (act.issuer, act.kind) == ("海浦市人民政府", ActKind.NORMATIVE_DOCUMENT)
    assert days(draft) == {"promulgation": date(2023, 6, 10), "expiry": date(2028, 7, 1)}
    assert (act.commencements[0].date, act.commencements[0].basis) == (date(2023, 7, 1), Basis.STATED)
    assert [p.num for p in act.body] == ["一、", "二、", ""]


@pytest.mark.parametrize(
    "title",
    [
        "海浦市人民政府关于全面推行\n桥梁公示制度桥梁记录制度\n桥梁审核制度的指导意见",
        "海浦市人民政府\n关于全面推行桥梁公示制度桥梁记录制度桥梁审核制度的指导意见",
        "海浦市人民政府关于全面推行桥梁公示制度\n桥梁记录制度桥梁审核制度的指导意见",
    ],
)
def test_a_title_over_several_lines(title: str) -> None:
    whole = "海浦市人民政府关于全面推行桥梁公示制度桥梁记录制度桥梁审核制度的指导意见"
    assert read(HEAD.replace("海浦市人民政府关于加强桥梁管理的实施意见", title) + BODY).act.title == whole


@pytest.mark.parametrize(
    ("title", "whole"),
    [
        ("海浦市人民代表大会常务委员会\n桥梁备案审查条例", "海浦市人民代表大会常务委员会桥梁备案审查条例"),
        ("海浦市实施《中华人民共和国\n桥梁法》办法", "海浦市实施《中华人民共和国桥梁法》办法"),
        ("海浦市人民政府\n海浦市桥梁办法", "海浦市桥梁办法"),
    ],
)
def test_an_organ_on_a_line_of_its_own(title: str, whole: str) -> None:
    told = "（2020年3月19日海浦市人民政府令第8号公布）"
    assert read(f"{title}\n{told}\n第一条　甲。\n第二条　乙。").act.title == whole


def test_half_a_title_is_refused() -> None:
    with pytest.raises(SourceRefused, match="书名号不成对"):
        read("# 海浦市实施《桥梁法办法\n\n第一条　甲。\n\n第二条　乙。\n", "甲.md")


def test_a_notice_is_the_cover_of_the_text_that_it_issues() -> None:
    cover = (
        "海浦市人民政府关于印发《海浦市桥梁办法》的通知\n"
        "海府规〔2023〕5号\n"
        "各区人民政府：\n"
        "现将《海浦市桥梁办法》印发给你们。\n"
    )
    text = "海浦市桥梁办法\n第一条　甲。\n第二条　本办法自2023年6月1日起施行。\n"
    draft = read(cover + SIGNED + "（此件公开发布）\n" + text)
    assert (draft.act.title, draft.act.number) == ("海浦市桥梁办法", "海府规〔2023〕5号")
    assert days(draft) == {"promulgation": date(2023, 6, 10)}
    revised = read(cover.replace("现将《", "现将修订后的《") + SIGNED + text)
    assert [e.kind for e in revised.act.events] == [EventKind.REVISION]


def test_texts_that_one_notice_issues_are_read_one_by_one(tmp_path: Path) -> None:
    cover = (
        "海浦市人民政府关于印发《海浦市甲类规定》和《海浦市乙类规定》的通知\n"
        "海府规〔2023〕7号\n"
        "各区人民政府：\n"
        "现将《海浦市甲类规定》和《海浦市乙类规定》印发给你们。\n"
    )
    texts = "".join(
        f"海浦市{name}类规定\n第一条　{name}类，适用本规定。\n第二条　本规定自2023年{month}月1日起施行。\n"
        for name, month in (("甲", 7), ("乙", 8))
    )
    file = tmp_path / "甲.txt"
    file.write_text(cover + SIGNED + texts, "utf-8")
    first, second = drafts_of(file)
    assert [d.act.title for d in (first, second)] == ["海浦市甲类规定", "海浦市乙类规定"]
    assert [d.act.date for d in (first, second)] == [date(2023, 7, 1), date(2023, 8, 1)]
    assert {d.act.number for d in (first, second)} == {"海府规〔2023〕7号"}
    assert [len(d.act.articles) for d in (first, second)] == [2, 2]


def test_a_reply_keeps_its_own_title_and_annexes_the_rest() -> None:
    reply = (
        "海浦市人民政府关于同意设立桥梁保护区的批复\n"
        "海府〔2023〕30号\n"
        "示例区人民政府：\n"
        "你区请示收悉。现批复如下：\n"
        "同意设立桥梁保护区。\n"
        "附件：桥梁保护区管理方案\n"
    )
    draft = read(reply + SIGNED + "附件\n桥梁保护区管理方案\n一、甲。\n二、乙。\n")
    assert draft.act.title == "海浦市人民政府关于同意设立桥梁保护区的批复"
    assert [(a.num, a.heading, len(a.body)) for a in draft.act.attachments] == [
        ("附件", "桥梁保护区管理方案", 2)
    ]


def test_a_forwarded_text_is_annexed_and_its_day_is_not_that_of_the_notice() -> None:
    notice = (
        "海浦市人民政府办公厅转发市建设局关于清理桥梁意见的通知\n"
        "海府办〔2023〕3号\n"
        "各区人民政府：\n"
        "市建设局《关于清理桥梁的意见》已经市政府同意，现转发给你们。\n"
        "海浦市人民政府办公厅\n"
        "2023年6月10日\n"
    )
    draft = read(notice + "关于清理桥梁的意见\n（市建设局　2023年5月1日）\n一、甲。\n二、乙。\n")
    assert draft.act.title == "海浦市人民政府办公厅转发市建设局关于清理桥梁意见的通知"
    assert days(draft)["promulgation"] == date(2023, 6, 10)
    assert [a.heading for a in draft.act.attachments] == ["关于清理桥梁的意见"]


def test_numbers_that_run_on_across_chapters() -> None:
    text = (
        "海浦市人民政府工作规则\n"
        "（2023年6月16日市政府第5次常务会议通过）\n"
        "第一章　总则\n"
        "一、甲。\n"
        "二、乙。\n"
        "第二章　职责\n"
        "三、丙。\n"
        "四、丁。\n"
    )
    act = read(text).act
    assert [[child.num for child in chapter.children] for chapter in act.body] == [
        ["一、", "二、"],
        ["三、", "四、"],
    ]
    assert (act.kind, act.issuer) == (ActKind.NORMATIVE_DOCUMENT, "海浦市人民政府")


def test_the_last_heading_may_have_no_number() -> None:
    told = "（2020年3月19日海浦市人民政府令第8号公布）"
    text = (
        f"海浦市桥梁办法\n{told}\n第一编　总则\n第一章　甲\n第一条　甲。\n"
        "第二编　乙\n第二条　乙。\n附　则\n第三条　丙。\n"
    )
    act = read(text).act
    assert [(p.eid, p.num, p.heading) for p in act.body] == [
        ("part_1", "第一编", "总则"),
        ("part_2", "第二编", "乙"),
        ("part_3", "", "附则"),
    ]
    assert dict(labels(act))["part_3"] == "附则"


def test_numbers_by_decimals_are_levels_within_levels() -> None:
    text = (
        "海浦市桥梁事件应急预案\n1 总则\n1.1 编制目的\n为了应对事件。\n1.2 适用范围\n适用于本市。\n"
        "2 组织体系\n2.1 领导机构\n2.1.1 市政府领导。\n3 附则\n本预案自印发之日起实施，有效期5年。\n"
    )
    act = read(text).act
    assert outline(act) == (
        "level lvl_1 1 总则\n  level lvl_1__lvl_1-1 1.1 编制目的\n    paragraph lvl_1__lvl_1-1__para_1\n"
        "  level lvl_1__lvl_1-2 1.2 适用范围\n    paragraph lvl_1__lvl_1-2__para_1\n"
        "level lvl_2 2 组织体系\n  level lvl_2__lvl_2-1 2.1 领导机构\n"
        "    level lvl_2__lvl_2-1__lvl_2-1-1 2.1.1\n      paragraph lvl_2__lvl_2-1__lvl_2-1-1__para_1\n"
        "level lvl_3 3 附则\n  paragraph lvl_3__para_1\n"
    )
    assert dict(labels(act))["lvl_2__lvl_2-1__lvl_2-1-1"] == "2.1.1"
    assert "1　总则" in as_text(act)
    told = ending(act)
    assert (told.day, told.open_words) == (None, "有效期5年")  # the file has no day of issue


def outline(act: Act) -> str:
    def lines(roots: tuple[Provision, ...], depth: int) -> Iterator[str]:
        for each in roots:
            words = " ".join(filter(None, (each.level.value, each.eid, each.num, each.heading)))
            yield "  " * depth + words + "\n"
            yield from lines(each.children, depth + 1)

    return "".join(lines(act.body, 0))


def test_an_annex_whose_title_stands_on_two_lines() -> None:
    told = "（2020年3月19日海浦市人民政府令第8号公布）"
    text = (
        "海浦市桥梁办法\n"
        f"{told}\n"
        "第一条　甲。\n"
        "附件1．\n"
        "甲类桥梁设施\n"
        "目录\n"
        "一、甲\n"
        "附件2.\n"
        "乙类桥梁设施目录\n"
        "一、乙\n"
    )
    assert [(a.num, a.heading) for a in read(text).act.attachments] == [
        ("附件1．", "甲类桥梁设施目录"),
        ("附件2.", "乙类桥梁设施目录"),
    ]


def test_annexes_of_a_title_alone_stand_after_the_signature() -> None:
    act = read(
        HEAD + BODY + "附件：1．示例表\n2．示例目录\n" + SIGNED + "附件1　示例表\n附件2　示例目录\n"
    ).act
    assert [(a.num, a.heading) for a in act.attachments] == [("附件1", "示例表"), ("附件2", "示例目录")]
    assert [e.kind for e in act.events][:1] == [EventKind.PROMULGATION]


def test_a_file_of_two_languages_is_told_as_such() -> None:
    text = (
        "海浦市桥梁条例\n"
        "（2020年3月19日海浦市人民政府令第8号公布）\n"
        "第一条　甲。\n"
        "Article 1 A.\n"
        "第二条　乙。\n"
        "Article 2 B.\n"
    )
    with pytest.raises(SourceRefused, match="中英文对照"):
        read(text)


def test_the_end_and_the_head_may_differ_and_are_told() -> None:
    told = "（2020年3月19日海浦市人民政府令第8号公布）"
    draft = read(f"海浦市桥梁办法\n{told}\n第一条　甲。\n第二条　乙。\n海浦市人民政府\n2020年3月25日\n")
    assert "落款的日期 2020-03-25 与题注的公布日期 2020-03-19 不同，请核对" in draft.warnings


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (
            (
                "国务院关于促进桥梁发展的意见\n"
                "国发〔2019〕5号\n"
                "各省：\n"
                "一、甲。\n"
                "二、乙。\n"
                "国务院\n"
                "2019年1月27日"
            ),
            ActKind.NORMATIVE_DOCUMENT,
        ),
        (
            "中华人民共和国桥梁管理办法\n（2019年1月27日财政部令第9号公布）\n第一条　甲。",
            ActKind.DEPARTMENTAL_RULE,
        ),
        (
            "桥梁条例实施细则\n（2019年1月27日国家桥梁总局令第9号公布）\n第一条　甲。",
            ActKind.DEPARTMENTAL_RULE,
        ),
        (
            "桥梁条例\n（2019年1月27日中华人民共和国国务院令第9号公布）\n第一条　甲。",
            ActKind.STATE_REGULATION,
        ),
        (
            (
                "桥梁飞行规则\n"
                "（2019年1月27日中华人民共和国国务院、中华人民共和国中央军事委员会令第9号公布）\n"
                "第一条　甲。"
            ),
            ActKind.STATE_REGULATION,
        ),
        ("海浦市桥梁办法\n（2019年1月27日海浦市人民政府令第9号公布）\n第一条　甲。", ActKind.GOVERNMENT_RULE),
    ],
)
def test_the_kind_from_organ_number_and_title(text: str, kind: ActKind) -> None:
    assert read(text).act.kind is kind

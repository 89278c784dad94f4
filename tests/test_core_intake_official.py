"""Official documents as they come: titles over lines, covers, endings, annexes, several texts in one file."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from compendium.intake.draft import Draft, draft_from, drafts_of, issued_together
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


# ---- heads and ends as offices write them


@pytest.mark.parametrize(
    ("head", "number"),
    [
        ("海浦市人民政府文件\n海府规〔2023〕6号　　签发人：张某\n", "海府规〔2023〕6号"),
        (
            "索取号：AB01-2023-012\n发文机关：海浦市人民政府\n发文字号：海府规〔2023〕6号\n",
            "海府规〔2023〕6号",
        ),
        ("000123\n机密★1年\n特急\n海浦市人民政府文件\n海府规〔2023〕6号\n", "海府规〔2023〕6号"),
    ],
)
def test_what_stands_beside_the_number_is_no_part_of_it(head: str, number: str) -> None:
    act = read(f"{head}海浦市人民政府关于加强桥梁管理的实施意见\n各区人民政府：\n{BODY}{SIGNED}").act
    assert (act.title, act.number) == ("海浦市人民政府关于加强桥梁管理的实施意见", number)
    assert days(read(HEAD + BODY + SIGNED)) == {event.kind.value: event.date for event in act.events}


def test_a_signature_below_the_day_with_its_seal() -> None:
    draft = read(HEAD + BODY + "2023年6月10日\n海浦市人民政府（盖章）\n")
    assert days(draft)["promulgation"] == date(2023, 6, 10)
    assert draft.act.issuer == draft.act.events[0].body == "海浦市人民政府"
    assert [block.text for block in draft.act.conclusions] == ["2023年6月10日", "海浦市人民政府（盖章）"]


def test_several_organs_sign() -> None:
    act = read(
        "海浦市财政局　海浦市税务局关于加强桥梁收费管理的通知\n海财规〔2023〕6号\n各区财政局：\n"
        "一、按规定收费。\n二、本通知自2023年7月1日起施行。\n海浦市财政局\n海浦市税务局\n2023年6月10日\n"
    ).act
    assert act.issuer == act.events[0].body == "海浦市财政局、海浦市税务局"


ARTICLES = "第一条　为了安全，制定本办法。\n第二条　本办法自2023年7月1日起施行。\n"


@pytest.mark.parametrize(
    ("order", "number", "issuer"),
    [
        ("财政部　国家税务总局令\n第12号", "财政部国家税务总局令第12号", "财政部、国家税务总局"),
        ("中华人民共和国交通运输部令\n2023年第12号", "交通运输部令2023年第12号", "交通运输部"),
    ],
)
def test_an_order_of_ministries(order: str, number: str, issuer: str) -> None:
    act = read(
        f"{order}\n《桥梁收费管理办法》已经部务会议通过，现予公布，自2023年7月1日起施行。\n部长　张某\n"
        f"2023年6月10日\n桥梁收费管理办法\n{ARTICLES}"
    ).act
    assert (act.number, act.issuer, act.kind) == (number, issuer, ActKind.DEPARTMENTAL_RULE)


def test_an_announcement_numbered_by_the_year() -> None:
    act = read(
        "财政部　税务总局关于桥梁税收政策的公告\n财政部　税务总局公告2023年第5号\n"
        "为支持桥梁建设，现公告如下：\n一、免税。\n二、本公告执行至2027年12月31日。\n财政部\n税务总局\n2023年6月10日\n"
    ).act
    assert (act.number, act.issuer) == ("财政部税务总局公告2023年第5号", "财政部、税务总局")
    assert [e.date for e in act.events if e.kind is EventKind.EXPIRY] == [date(2028, 1, 1)]


def test_on_trial_below_the_title_is_of_the_title() -> None:
    assert read(f"海浦市桥梁管理办法\n（试行）\n{ARTICLES}{SIGNED}").act.title == "海浦市桥梁管理办法（试行）"


def test_an_order_and_the_number_below_the_title() -> None:
    act = read(
        "海浦市高级人民法院关于审理桥梁案件的规定\n2023年6月1日海浦市高级人民法院第2次会议通过\n"
        "海浦市高级人民法院\n公　告\n《海浦市高级人民法院关于审理桥梁案件的规定》现予公布。\n2023年6月10日\n"
        f"海法释〔2023〕4号\n{ARTICLES}"
    ).act
    assert act.number == "海法释〔2023〕4号"
    assert date(2023, 6, 10) in [e.date for e in act.events if e.kind is EventKind.PROMULGATION]


def test_a_notice_that_names_its_second_text_only_in_its_words() -> None:
    text = (
        "海浦市人民政府关于印发《海浦市甲管理办法》等两个文件的通知\n海府规〔2023〕6号\n各区人民政府：\n"
        "现将《海浦市甲管理办法》《海浦市乙管理办法》印发给你们，请认真执行。\n海浦市人民政府\n2023年6月10日\n"
        f"海浦市甲管理办法\n{ARTICLES}海浦市乙管理办法\n{ARTICLES}"
    )
    found = [draft_from(each, Path("甲.txt"), "0" * 64) for each in issued_together(source(text, "甲.txt"))]
    assert [draft.act.title for draft in found] == ["海浦市甲管理办法", "海浦市乙管理办法"]
    assert [draft.warnings for draft in found] == [(), ()]


def test_a_list_in_an_annex_is_no_text_that_is_issued() -> None:
    act = read(
        "海浦市人民政府关于公布文件清理结果的通知\n海府规〔2023〕6号\n各区人民政府：\n决定废止一批文件（目录见附件）。\n"
        "海浦市人民政府\n2023年6月10日\n附件\n废止的文件目录\n1.《甲办法》（海府规〔2018〕1号）\n2.《乙办法》\n"
    ).act
    assert act.title == "海浦市人民政府关于公布文件清理结果的通知"
    assert [(a.num, a.heading, len(a.body)) for a in act.attachments] == [("附件", "废止的文件目录", 2)]


def test_what_is_forwarded_tells_the_time_of_the_notice() -> None:
    act = read(
        "海浦市人民政府办公厅转发市财政局制订的《海浦市桥梁资金管理办法》的通知\n海府办规〔2023〕6号\n各区人民政府：\n"
        "市财政局制订的办法已经市政府同意，现转发给你们。\n海浦市人民政府办公厅\n2023年6月10日\n海浦市桥梁资金管理办法\n"
        "第一条　为了桥梁。\n第二条　本办法自2023年7月1日起施行，有效期至2028年6月30日。\n"
    ).act
    assert (act.date, act.events[-1].date) == (date(2023, 7, 1), date(2028, 7, 1))


def test_a_document_may_begin_before_it_was_made() -> None:
    act = read(HEAD + BODY.replace("2023年7月1日", "2023年1月1日") + SIGNED).act
    assert (act.commencements[0].date, act.commencements[0].basis) == (date(2023, 1, 1), Basis.STATED)


def test_what_the_head_of_a_file_says_more_is_told(tmp_path: Path) -> None:
    path = tmp_path / "甲.md"
    path.write_text(
        '---\ntitle: "海浦市桥梁条例"\npublish: "2023-06-20 00:00:00"\n---\n# 海浦市桥梁条例\n\n'
        f"（2023年6月10日海浦市人民代表大会常务委员会第一次会议通过）\n\n{ARTICLES}",
        "utf-8",
    )
    (draft,) = drafts_of(path)
    assert draft.warnings == ("文件头所记的公布日期是 2023-06-20，正文中没有读到，未采用，请核对",)


def test_an_annex_that_lost_its_table_is_told() -> None:
    draft = read(f"海浦市桥梁管理办法\n{ARTICLES}{SIGNED}附件\n桥梁收费标准表\n")
    assert "附件“桥梁收费标准表”只有标题，没有内容，请核对" in draft.warnings

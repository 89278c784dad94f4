"""Hand-made acts: every level, several versions, repealed, to come, hostile, with tables and notes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from compendium.law.act import (
    Act,
    Attachment,
    Basis,
    Cell,
    Commencement,
    Event,
    FrontLine,
    Image,
    Note,
    Provision,
    Source,
    Span,
    Table,
)
from compendium.law.kinds import ActKind, EventKind, Level
from compendium.law.names import assign_ids
from tests.web_build import bian, front, jie, kuan, mu, para, provision, stated, tiao, xiang, zhang

HOSTILE = "<script>alert(1)</script>\"'"
BODY = "海浦市人民代表大会常务委员会"
FIRE = "/akn/cn-sh/act/difangxing-fagui/2015/xiaofang-tiaoli"
PORT = "/akn/cn-sh/act/difangxing-fagui/2018/gangkou-tiaoli"
OLD = "/akn/cn-sh/act/zhengfu-guizhang/1998/yancao-banfa"
NEW = "/akn/cn-sh/act/pudong-xinqu-fagui/2026/shuju-guiding"
DECISION = "/akn/cn-sh/act/xiugai-jueding/2024/xiaofang-tiaoli-xiugai"
TABLES = "/akn/cn-sh/act/xingzheng-guifanxing-wenjian/2022/biaozhun-tongzhi"
PLAIN = "/akn/cn-sh/act/qita/2021/yijian"


def fire(version: int) -> Act:
    """An act with three versions: of 2015, of 2020 with no day of effect stated, and of 2024."""
    days = (date(2015, 5, 1), date(2020, 3, 19), date(2024, 11, 1))
    events = (
        Event(kind=EventKind.ADOPTION, date=date(2015, 3, 20), body=BODY, session="第十九次会议"),
        Event(
            kind=EventKind.AMENDMENT,
            date=date(2020, 3, 19),
            decision="关于修改部分地方性法规的决定",
            ordinal=1,
        ),
        Event(
            kind=EventKind.AMENDMENT,
            date=date(2024, 9, 27),
            body=BODY,
            session="第十六次会议",
            decision="关于修改《海浦市消防条例》的决定",
            ordinal=2,
        ),
    )
    start = Commencement("start", days[1], Basis.NOT_STATED) if version == 1 else stated(days[version])
    body = (
        zhang(
            "第一章",
            "总则",
            tiao("第一条", "为了预防火灾，根据有关法律，结合本市实际，制定本条例。"),
            tiao(
                "第二条",
                "本市消防工作适用本条例；港口的消防工作，依照《海浦市港口条例》第三条第二款执行。",
                "前款以外的，按照《海浦市不存在条例》第一条办理。",
            ),
        ),
        zhang(
            "第二章",
            "火灾预防",
            jie(
                "第一节",
                "单位",
                tiao(
                    "第三条",
                    kuan(
                        "单位应当履行下列职责：",
                        xiang("（一）", "落实责任制；"),
                        xiang(
                            "（二）",
                            "配备下列器材：",
                            mu("1.", "灭火器，每100 m", para("二氧化碳用 CO", Span("sub", "2"), " 表示；")),
                            mu("2.", "消火栓；"),
                        ),
                        xiang("（三）", f"第{version + 1}次文本的职责。"),
                        "前款职责由主要负责人落实。",
                    ),
                    "违反本条第一款第（二）项、本条例第二条规定的，责令改正。",
                ),
            ),
            jie("第二节", "个人", tiao("第四条", "个人应当遵守本条例第三条、第九条。")),
        ),
    )
    lines = front("海浦市消防条例", "（2015年3月20日海浦市人民代表大会常务委员会第十九次会议通过）")
    return Act(
        work=FIRE,
        kind=ActKind.LOCAL_REGULATION,
        date=days[version],
        title="海浦市消防条例",
        issuer=BODY,
        number="公告第12号",
        source=Source("消防条例.docx", "0" * 64, "常务委员会公报2024年第6号"),
        events=events[: version + 1],
        commencements=(start,),
        front=lines,
        body=assign_ids(body),
    )


def fire_english() -> Act:
    """The English version of the act of 2024."""
    chapter = zhang(
        "Chapter 1",
        "General Provisions",
        tiao(
            "Article 1",
            kuan(
                "These regulations cover the following:",
                xiang("(1)", "prevention; and"),
                xiang("(2)", "rescue."),
            ),
        ),
    )
    return Act(
        work=FIRE,
        kind=ActKind.LOCAL_REGULATION,
        date=date(2024, 11, 1),
        title="Fire Regulations of Haipu",
        language="eng",
        commencements=(stated(date(2024, 11, 1)),),
        front=front("Fire Regulations of Haipu"),
        body=assign_ids((chapter,)),
    )


def port(third: str = "码头应当符合标准。") -> Act:
    """An act that cites the fire regulations, with a preamble and a provision that takes effect later."""
    recital = Provision(
        level=Level.RECITAL, eid="preamble__p_1", wid="preamble__p_1", blocks=(para("港口是城市的门户。"),)
    )
    roots = assign_ids(
        (
            tiao("第一条", "港口消防适用《海浦市消防条例》第三条第一款第（一）项、第二款和本条例。"),
            tiao("第二条", "本条例自2018年7月1日起施行，第四条自2027年3月1日起施行。"),
            tiao("第三条", third, "港口的消防车应当保持完好。"),
            tiao("第四条", "岸电设施应当向靠泊船舶供电。"),
        )
    )
    late = replace(roots[3], period="late")
    return Act(
        work=PORT,
        kind=ActKind.LOCAL_REGULATION,
        date=date(2018, 7, 1),
        title="海浦市港口条例",
        issuer=BODY,
        events=(Event(kind=EventKind.ADOPTION, date=date(2018, 5, 24), body=BODY, session="第四次会议"),),
        commencements=(stated(date(2018, 7, 1)), stated(date(2027, 3, 1), "late")),
        front=front("海浦市港口条例", "（2018年5月24日海浦市人民代表大会常务委员会第四次会议通过）"),
        preamble=(recital,),
        body=(*roots[:3], late),
        conclusions=(para("二〇一八年五月二十四日"),),
    )


def old() -> Act:
    """A repealed rule."""
    return Act(
        work=OLD,
        kind=ActKind.GOVERNMENT_RULE,
        date=date(1998, 10, 1),
        title="海浦市烟草管理办法",
        issuer="海浦市人民政府",
        number="海浦市人民政府令第52号",
        events=(
            Event(
                kind=EventKind.PROMULGATION,
                date=date(1998, 9, 1),
                body="海浦市人民政府",
                number="海浦市人民政府令第52号",
            ),
            Event(
                kind=EventKind.REPEAL,
                date=date(2019, 6, 1),
                body="海浦市人民政府",
                decision="关于废止部分规章的决定",
            ),
        ),
        commencements=(stated(date(1998, 10, 1)),),
        front=(
            FrontLine("cover", para("海浦市人民政府令")),
            FrontLine("docNumber", para("第52号")),
            FrontLine("docTitle", para("海浦市烟草")),
            FrontLine("docTitle", para("管理办法")),
            FrontLine("tocTitle", para("目　　录")),
            FrontLine("toc", para("第一章　总则"), 1, "chp_1"),
            FrontLine("toc", para("附则"), 1, ""),
        ),
        body=assign_ids((zhang("第一章", "总则", tiao("第一条", "为了管理烟草，制定本办法。")),)),
    )


def new() -> Act:
    """An act adopted and not yet in force, with a hostile title and words."""
    return Act(
        work=NEW,
        kind=ActKind.PUDONG_REGULATION,
        date=date(2027, 3, 1),
        title=f"海浦新区数据规定{HOSTILE}",
        issuer=f"机关{HOSTILE}",
        number=f"号{HOSTILE}",
        events=(
            Event(
                kind=EventKind.ADOPTION,
                date=date(2026, 10, 28),
                body=f"会{HOSTILE}",
                decision=f"决定{HOSTILE}",
            ),
        ),
        commencements=(stated(date(2027, 3, 1)),),
        front=front(f"海浦新区数据规定{HOSTILE}", f"（{HOSTILE}）"),
        body=assign_ids(
            (zhang("第一章", HOSTILE, tiao("第一条", f"{HOSTILE}&amp;]]>，见《海浦市消防条例》{HOSTILE}。")),)
        ),
    )


def tables() -> Act:
    """A document in 一、 form with parts, pictures, notes and an annex with tables."""
    head = (
        Cell((para("项目"),), True, rowspan=2),
        Cell((para("限值（mg/m", Span("sup", "3"), "）"),), True, colspan=2),
    )
    table = Table(
        (
            head,
            (Cell((para("日均"),), True), Cell((para("小时"),), True)),
            (Cell((para("颗粒物"),), True), Cell((para("0.15"), para("《海浦市港口条例》第三条"))), Cell(())),
        ),
        "表1　排放限值",
    )
    body = (
        bian(
            "第一编",
            "通则",
            zhang(
                "第一章",
                "一般规定",
                tiao("第一条", para("术语", Note("①", "见《海浦市消防条例》第一条。"), "按附件执行。")),
                tiao(
                    "第十二条之一",
                    kuan(para("图示如下：", Image("media/dot.png", "红点")), Table((head[:1],))),
                ),
            ),
        ),
        provision(
            Level.LEVEL,
            "一、",
            "加强管理。",
            xiang("（一）", "明确责任；"),
            xiang("（二）", "依照本条办理。"),
        ),
        provision(Level.LEVEL, "二、", kuan("分级负责。"), heading="工作要求"),
    )
    annex = assign_ids(
        (kuan(para("适用于固定源", Note("*", "移动源另行规定。")), table), tiao("第一条", "附件的条。")),
        "att_1",
    )
    return Act(
        work=TABLES,
        kind=ActKind.NORMATIVE_DOCUMENT,
        date=date(2022, 1, 1),
        title="关于印发排放标准的通知",
        issuer="海浦市生态环境局",
        number="海环规〔2022〕1号",
        events=(
            Event(kind=EventKind.PROMULGATION, date=date(2021, 12, 1)),
            Event(kind=EventKind.EXPIRY, date=date(2026, 12, 31)),
        ),
        commencements=(stated(date(2022, 1, 1)),),
        front=front("关于印发排放标准的通知"),
        body=assign_ids(body),
        attachments=(Attachment("att_1", "附件1", "排放标准", annex),),
    )


def decision() -> Act:
    """The decision that amended the fire regulations."""
    return Act(
        work=DECISION,
        kind=ActKind.AMENDING_DECISION,
        date=date(2024, 11, 1),
        title="关于修改《海浦市消防条例》的决定",
        events=(Event(kind=EventKind.ADOPTION, date=date(2024, 9, 27), body=BODY, session="第十六次会议"),),
        commencements=(stated(date(2024, 11, 1)),),
        front=front("关于修改《海浦市消防条例》的决定"),
        body=assign_ids((provision(Level.LEVEL, "一、", "第三条修改为：“单位应当履行下列职责”。"),)),
    )


def plain() -> Act:
    """A text whose day of effect the law leaves open, with two events of one kind on one day."""
    twice = Event(kind=EventKind.APPROVAL, date=date(2021, 6, 1), body="甲机关")
    return Act(
        work=PLAIN,
        kind=ActKind.OTHER,
        date=date(2021, 6, 1),
        title="海浦市养老意见",
        events=(twice, replace(twice, body="乙机关")),
        commencements=(Commencement("start", None, Basis.UNDETERMINED, "施行日期由市人民政府另行规定"),),
        body=assign_ids((tiao("第一条", "第一行，两个  空格。"), tiao("第一条", "重复的条号。"))),
    )


def acts() -> list[Act]:
    return [fire(0), fire(1), fire(2), fire_english(), port(), old(), new(), tables(), decision(), plain()]

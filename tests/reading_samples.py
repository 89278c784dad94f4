"""Invented decisions for the tests of the reading, as the importer takes them in: flat."""

from __future__ import annotations

import re
from dataclasses import fields
from datetime import date

from compendium.amending.instruction import (
    LAST,
    WHOLE_ACT,
    Action,
    Content,
    Instruction,
    Numbering,
    Reading,
    Ref,
    Region,
    Step,
    Unread,
)
from compendium.law.act import Act, Para, Provision
from compendium.law.kinds import ActKind, Level
from compendium.law.names import assign_ids

_LEVEL = re.compile(r"([一二三四五六七八九十]+、)(.*)")
_END = re.compile(r"本决定自|本修正案自|《[^》]*》根据本决定")


def decision(text: str, title: str = "海浦市人大常委会关于修改《海浦市消防条例》的决定") -> Act:
    """A decision: 一、 opens a LEVEL, other lines are its paragraphs; lines before the first are recitals."""
    recitals: list[Provision] = []
    body: list[Provision] = []
    for line in filter(None, (raw.strip() for raw in text.splitlines())):
        if match := _LEVEL.fullmatch(line):
            body.append(
                Provision(level=Level.LEVEL, eid="", wid="", num=match[1], children=(_paragraph(match[2]),))
            )
        elif body and body[-1].level is Level.LEVEL and not _END.match(line):
            last = body.pop()
            children = (*last.children, _paragraph(line))
            body.append(Provision(level=Level.LEVEL, eid="", wid="", num=last.num, children=children))
        elif body or _END.match(line):
            body.append(_paragraph(line))
        else:
            recitals.append(Provision(level=Level.RECITAL, eid="", wid="", blocks=(Para((line,)),)))
    return Act(
        work="/akn/cn-sh/act/2030/1",
        kind=ActKind.AMENDING_DECISION,
        date=date(2030, 1, 1),
        title=title,
        preamble=assign_ids(tuple(recitals)),
        body=assign_ids(tuple(body)),
    )


def _paragraph(text: str) -> Provision:
    return Provision(level=Level.PARAGRAPH, eid="", wid="", blocks=(Para((text,)),))


QUOTED = """
海浦市第一届人大常委会第一次会议决定对《海浦市消防条例》作如下修改：
一、将第四条修改为：“消防工作贯彻预防为主的方针。
“市、区人民政府负责本行政区域内的消防工作。”
二、增加一条，作为第五条：“任何单位不得有下列行为：
“（一）占用消防通道；
“（二）其他‘不应有’的行为。”
三、将第五条改为第六条，增加一款，作为第二款：“鼓励志愿服务。”
原第二款改为第三款，修改为：“志愿者受法律保护。”
四、删去第九条、第十条第二款。
五、其他修改：
（一）将第二条中的“区、县”修改为“区”，“工商”修改为“市场监管”。
（二）在第三条中的“单位”后增加“和个人”。
此外，对条文顺序作相应调整。
本决定自2030年2月1日起施行。
《海浦市消防条例》根据本决定作相应修改，重新公布。
"""

UNQUOTED = """
海浦市第一届人大常委会第一次会议决定对《海浦市消防条例》作如下修改：
一、第二条增加两款，作为第二款、第三款：
市应急管理部门负责指导。
其他部门在各自职责范围内配合。
二、将第五条第一款修改为：
下列场所应当设置报警装置：
（一）商场；
（二）将地下空间用作经营的场所；
（三）其他场所。
三、将第七条修改为两条，作为第七条、第八条：
第七条单位应当定期检查。
第八条个人应当爱护设施。
四、将第十条改为第十二条，并将第一款修改为：
违反本条例的，由消防机构责令改正。
第二款改为第三款。
此外，对条文顺序和部分文字作相应调整。
本决定自2030年2月1日起施行。
"""

STRAIGHT = """
海浦市第一届人大常委会第一次会议决定对《海浦市消防条例》作如下修改：
一、将第四条修改为："消防工作依托"一网通办"平台。
"市、区人民政府负责消防工作。"
二、将第六条第一款修改为："本市推行"随申报"服务。"删去第六条第二款，增加一款，作为第二款："任何单位应当配合。"
三、将第七条中的"甲"修改为"乙"。
本决定自2030年2月1日起施行。
"""

PACKAGE = """
海浦市第一届人大常委会第一次会议决定：
一、对《海浦市消防条例》的修改
1.将第四条修改为：
消防工作贯彻预防为主的方针。
2.删去第五条。
二、对《海浦市河道条例》（海府发〔2001〕5号）的修改
3.将第二条中的“区、县”修改为“区”。
4.其他修改：
（1）将条例中的“工商”均修改为“市场监管”。
（2）将第六条删除。
三、废止《海浦市旧货条例》（2001年1月1日通过）
此外，根据本决定，将相关地方性法规中的“行政处分”修改为“处分”，并对相关条款顺序作相应调整。
本决定自2030年2月1日起施行。
"""

NUMBERED_ACTS = """
经研究，决定对3件规章作如下修改：
一、将《海浦市储蓄办法》（海银发〔2005〕89号文印发）第十二条第三项修改为“机构的基本情况”。
删除第十二条第四项。
将第十六条第一款中“20日”的表述修改为“15日”。
二、在《海浦市支付细则》第十一条后增加一条，内容为“材料可以是副本。”
三、删除《海浦市账户办法》第二十三条第一款第一项。
本决定自公布之日起施行。
"""

CONSTITUTION = """
第三条 海法第七条：“旧文一。”“旧文二。”修改为：“新文一。”“新文二。”
第四条 海法序言第十自然段末尾增加：“本市长期发展。”
第五条 海法第五条增加一款，作为第一款，规定：“本市依法办事。”
"""

REPEALS = """
海浦市第一届人大常委会第一次会议决定：
一、对下列地方性法规予以废止：
1.《海浦市旧货条例》（2001年1月1日通过）
2.《海浦市当铺条例》
二、对《海浦市消防条例》作如下修改：
（一）删去第三条。
本决定自2030年2月1日起施行。《海浦市粮票办法》同时废止。
"""

SAMPLES = (QUOTED, UNQUOTED, STRAIGHT, PACKAGE, NUMBERED_ACTS, CONSTITUTION, REPEALS)

_NAMES = dict(
    zip(
        ["part", "subpart", "chapter", "section", "article", "paragraph", "point", "indent", "recital"],
        ["编", "分编", "章", "节", "条", "款", "项", "目", "段"],
        strict=True,
    )
)
_WHOSE = {Numbering.UNSAID: "", Numbering.OLD: "旧", Numbering.NEW: "新"}


def show(action: Action) -> str:
    """An action in one line."""
    said = [
        f"{f.name}={_value(value)}"
        for f in fields(action)
        if (value := getattr(action, f.name)) not in ((), None, False, "", WHOLE_ACT)
    ]
    return f"{type(action).__name__}({' '.join(said)})"


def _value(value: object) -> str:
    match value:
        case Ref():
            steps = "".join(map(_step, value.steps)) or ("相关" if value.loose else "全文")
            region = "" if value.region is Region.WHOLE else f"@{value.region}"
            return steps + region + value.sentences + value.name
        case Content():
            return "|".join(block.text for block in value.blocks)
        case tuple():
            return ",".join(map(_value, value))
        case _:
            return str(value)


def _step(step: Step) -> str:
    until = "至" + "之".join(map(str, step.until)) if step.until else ""
    if step.number == LAST:
        return f"最后一{_NAMES[step.level]}"
    return _WHOSE[step.numbering] + "之".join(map(str, step.number)) + until + _NAMES[step.level]


def items(reading: Reading) -> list[Instruction | Unread]:
    """All items, those common to the regulations and the repeals last."""
    return [*(item for part in reading.parts for item in part.items), *reading.common, *reading.repeals]

"""The list of rules: code, severity and what each asks for. Codes never change their meaning."""

from __future__ import annotations

from dataclasses import dataclass

from compendium.law.problems import Problem, Severity
from compendium.text.wording import UNDETERMINED, UNSTATED


@dataclass(frozen=True, slots=True)
class Rule:
    """A drafting rule: `title` names it, `advice` says what to do about a finding."""

    code: str
    severity: Severity
    title: str
    advice: str


_E, _W = Severity.ERROR, Severity.WARNING
RULES = {
    rule.code: rule
    for rule in (
        Rule("X101", _E, "文件不符合法规 XML 格式", "按提示的行改正；不要手工增加格式以外的元素。"),
        Rule(
            "X102",
            _E,
            "文件位置与内容不符",
            "文件应放在“性质/目录名/版本日期.xml”，与文中的地址和日期一致。"
            "一人改了性质、另一人增了版本，合并所致的，用 compendium correct 法规 --kind 性质 "
            "--all-versions 改正文中的地址。",
        ),
        Rule("X103", _E, "标识重复", "eId 在一个文件内不得重复；wId 在一个文件内不得重复。"),
        Rule("X104", _E, "eId 与编号不符", "eId 由编号推得；改了编号也要改 eId。"),
        Rule("X105", _E, "图片不存在", "文中的图片应放在法规目录的 media 文件夹内。"),
        Rule("N201", _E, "条的编号重复", "核对原文；同一法规内每条只能有一个编号。"),
        Rule("N202", _W, "条的编号不连续", "核对是否漏条，或者原文如此。"),
        Rule("N203", _W, "编、章、节的编号不连续", "核对是否漏章、漏节，或者原文如此。"),
        Rule("N204", _W, "项、目的编号不连续或重复", "核对是否漏项，或者原文如此。"),
        Rule("N205", _W, "只有一项", "立法技术规范要求分项应有两项以上；核对是否与下款断开有误。"),
        Rule("N206", _W, "目录与正文标题不符", "核对目录和正文的编、章、节标题。"),
        Rule("D301", _E, "日期次序颠倒", "施行不得早于通过，公布不得早于通过。"),
        Rule(
            "D302",
            _W,
            UNSTATED,
            "导入题注所记的决定；没有的，用 compendium commence 补入。",
        ),
        Rule("D303", _W, UNDETERMINED, "有关机关另行规定施行日期后，用 compendium commence 补入。"),
        Rule("D304", _W, "日期不明", "文本没有任何日期；请补充题注。"),
        Rule(
            "D306",
            _E,
            "有效期与文本不符",
            "记载的终止日期应与文本所写一致；另有决定延长的，导入该决定。",
        ),
        Rule("D307", _W, "未读懂的施行、终止文字", "核对文字；需要补记的，用 compendium commence 补入。"),
        Rule("D308", _E, "日期早于1949年10月1日", "不可能是法规的日期，多半是年份有误；核对原文后改正。"),
        Rule("D309", _W, "施行早于公布", "核对日期；追溯施行、原文如此的可保留。"),
        Rule(
            "D310",
            _W,
            "施行日期与所据的文字不符",
            "核对原文；日期记错了的，用 compendium commence --correct 更正。",
        ),
        Rule("D305", _W, "题注的次序颠倒", "题注应按时间先后排列；核对日期。"),
        Rule("V401", _W, "版本与题注不符", "后一版本的题注应包含前一版本题注的全部记载。"),
        Rule("V402", _W, "题注的次数不连续", "“第N次修正”应逐次递增；核对是否漏记。"),
        Rule(
            "V403",
            _W,
            "缺少中间版本",
            "题注记载的文本没有收录；找到后导入。收录以前，那些日期的答复都写明未收录。",
        ),
        Rule("V404", _W, "题注未能全部识读", "在 XML 中补写该事件。"),
        Rule(
            "V405",
            _E,
            "没有包含前一版本的修改",
            "多为两人分别录入、合并所致：后一版本会使前一版本的修改失效。用 compendium rebase 法规 重作。",
        ),
        Rule("V406", _E, "两件决定同在一个目录", "多为合并所致；用 compendium rebase 法规 分开。"),
        Rule(
            "V407",
            _E,
            "已执行的决定没有对应的版本",
            "多为解决合并冲突时只留下一方所致；用 compendium amend apply 决定 重新执行。",
        ),
        Rule(
            "V408",
            _W,
            "修改前文本不是前一版本",
            "公布机关公布的文本以原文为准；核对以后用 compendium rebase 法规 改记。",
        ),
        Rule(
            "V409", _W, "缺少最早的文本", "题注记载了库中最早的版本以前的文本；那些日期的答复都写明未收录。"
        ),
        Rule(
            "V410",
            _W,
            "译本与中文本的条数不一致",
            "核对译的是哪一版本、有没有漏译；是别的版本的，用 import --translation-of 和 --date 重新导入。",
        ),
        Rule(
            "V411",
            _W,
            "名称相近的法规",
            "核对是否同一部：重复入库的，用 import --version-of 归为一部；已被代替的，导入废止它的决定，"
            "或者用 compendium validity 补记。确是两部的，可保留。",
        ),
        Rule("R501", _W, "引用的本法条款不存在", "核对条、款、项的编号，修改后常有遗漏。"),
        Rule("R502", _W, "引用的他法条款不存在", "被引用的法规已修改或编号有误。"),
        Rule("R503", _W, "引用的法规已废止", "建议在下次修改时更新。"),
        Rule("T601", _W, "汉字之间的半角标点", "应为全角；原文如此的可保留。"),
        Rule("T602", _W, "可疑字符", "私用区、替换符或不可见字符；核对原件后改正。"),
        Rule("T603", _E, "空的条款", "只有编号没有文字；核对是否漏录。"),
        Rule("T604", _W, "括号或引号不成对", "核对原件。"),
        Rule("T605", _W, "汉字之间有空格", "多为排版遗留；核对后删去。"),
        Rule(
            "S701", _E, "同义词表写错", "按提示的行改正 synonyms.toml；改正之前，检索和成品都不能用这张表。"
        ),
        Rule("S702", _W, "同义词表所指的法规不在库中", "核对名称；用 compendium list 查看已有的法规。"),
        Rule(
            "M801",
            _E,
            "插图文件不可公布",
            "media 文件夹内只放 PNG、JPEG、GIF、WebP、SVG（解读材料还可以有 MP4、WebM、PDF），"
            "内容与扩展名相符，不含脚本等活动内容；重新导入，或者换成干净的图片。",
        ),
        Rule("M802", _W, "没有用到的插图文件", "文本和解读材料都没有用到；确认无用后删去。"),
    )
}


def found(code: str, path: str, line: int, message: str, words: str = "") -> Problem:
    """A finding under a rule of the list."""
    return Problem(
        path=path, line=line, code=code, severity=RULES[code].severity, message=message, words=words
    )

"""Write docs/check-rules.md: each rule with a fault and what check says of it; --check only compares."""

from __future__ import annotations

import re
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from compendium.checks import RULES, check_catalog
from compendium.editing.import_files import read_drafts
from compendium.editing.importing import plan_import
from compendium.law.problems import Severity
from compendium.library.catalog import load_catalog
from compendium.library.facts_cache import FactsCache
from compendium.library.new_corpus import init_corpus
from compendium.querying.synonyms import SYNONYMS_FILE
from compendium.store import Corpus

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "docs" / "check-rules.md"
SAMPLES = ROOT / "tests" / "samples"
PLACE = "海浦市"


@dataclass(frozen=True, slots=True)
class Fault:
    """A change to a sample version that a rule must find; `words` tell it to people.

    `file` is the title without place and （示例）, and the day; `old` a regular expression. `planted` is put
    into the media folder under the name that comes first; `added` is the day of a new version beside, which
    has the change all through, and the file itself is left as it is.
    """

    words: str
    file: str
    old: str = ""
    new: str = ""
    planted: tuple[str, bytes] | None = None
    added: str = ""


_DOT = b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;"
_RAIN, _CORNER, _NOTICE = "雨水花园管理条例 2024-06-01", "社区图书角促进规定 2019-10-01", "数据局 2025-02-18"
_COUNCIL = f"{PLACE}人民代表大会常务委员会"
_WORK = "/akn/cn-hp/act/difangxing-fagui"
_GARDEN, _READING = (
    f"{_WORK}/2015/yu-shui-hua-yuan-guan-li-tiao-li-shi-li",
    f"{_WORK}/2018/she-qu-tu-shu-jiao-cu-jin-gui-ding-shi-li",
)
_BUILT = r"(?s)<temporalData(.*?)<c:source [^>]*/>"
_FROM_2015 = (
    '<analysis source="#compendium"><passiveModifications><textualMod eId="pmod_1" type="substitution">'
    '<source href="/akn/cn-hp/act/xiugai-jueding/2024/mou-jue-ding#mod_1" c:date="2024-03-21"/>'
    f'<destination href="#art_1"/><previous href="{_GARDEN}/zho@2015-07-01"/>'
    r"</textualMod></passiveModifications></analysis><temporalData\1<c:source {}gazette="
    '"公报"/>'
)
_ADDRESSED = r'(?s)(<FRBRuri value="([^"]*)"/>.*?)<temporalData'
_MODIFIES = (
    r"\1"
    '<analysis source="#compendium"><activeModifications><textualMod eId="mod_1" type="substitution" '
    'c:state="read"><source href="\\2"/>'
    f'<destination href="{_READING}#art_1"/></textualMod></activeModifications></analysis><temporalData'
)
FAULTS = {
    "X101": Fault(
        "手工把 `<heading>` 写成了 `<title>`。", _RAIN, "<heading>总则</heading>", "<title>总则</title>"
    ),
    "X102": Fault(
        "文中的版本日期改成了 6 月 2 日，文件名没有改。",
        _RAIN,
        'date="2024-06-01" name="expression"',
        'date="2024-06-02" name="expression"',
    ),
    "X103": Fault("第三条的 wId 写成了第二条的。", _CORNER, 'wId="art_3"', 'wId="art_2"'),
    "X104": Fault("编号改成了第三十条，eId 没有改。", _CORNER, "<num>第三条</num>", "<num>第三十条</num>"),
    "X105": Fault(
        "文中有图，media 文件夹里没有。", _CORNER, "<p>本规定所称", '<p><img src="media/tu.png"/>本规定所称'
    ),
    "N201": Fault("有两个第二条。", _CORNER, "<num>第三条</num>", "<num>第二条</num>"),
    "N202": Fault("第二条之后是第三十条。", _CORNER, "<num>第三条</num>", "<num>第三十条</num>"),
    "N203": Fault("第二章之后是第五章。", _RAIN, "<num>第三章</num>", "<num>第五章</num>"),
    "N204": Fault("（一）之后是（四）。", _CORNER, "<num>（二）</num>", "<num>（四）</num>"),
    "N205": Fault(
        "只剩（一）。", _CORNER, r"(?s)(<num>（一）</num>.*?</point>).*?(?=\s*</paragraph>)", r"\1"
    ),
    "N206": Fault(
        "目录漏列一节。", "城市公共空间条例 2024-06-01", r"\s*<tocItem[^>]*>第二节　沿街设施</tocItem>"
    ),
    "D301": Fault(
        "施行日期录成了通过以前的一天。",
        _CORNER,
        '"start_cm_1" date="2019-10-01"',
        '"start_cm_1" date="2019-09-01"',
    ),
    "D302": Fault("通知没有说何时施行。", _NOTICE),
    "D303": Fault("办法把施行日期留给市人民政府规定。", "无人配送车道路试点办法 2025-03-20"),
    "D304": Fault(
        "文本和文件名都没有日期。",
        _NOTICE,
        'date="2025-02-18" name="expression"',
        'date="0001-01-01" name="expression"',
    ),
    "D305": Fault(
        "第一次修正的年份录错了。", _RAIN, '"evt_2" date="2019-09-19"', '"evt_2" date="2014-09-19"'
    ),
    "D306": Fault(
        "记载的终止日期与文本所写不同。",
        "社区食堂补贴管理规定 2024-05-01",
        'date="2027-01-01" source="#issuer" type="repeal"',
        'date="2028-01-01" source="#issuer" type="repeal"',
    ),
    "D307": Fault(
        "有效期写得不合常例。",
        "社区食堂补贴管理规定 2024-05-01",
        "施行，有效期至2026年12月31日",
        "施行，有效期至2026年12月",
    ),
    "D308": Fault("题注里的年份录错了。", _RAIN, '"evt_1" date="2015-03-19"', '"evt_1" date="1015-03-19"'),
    "D309": Fault(
        "公布的日期录成了施行以后的一天。",
        "社区食堂补贴管理规定 2024-05-01",
        '"evt_1" date="2024-04-',
        '"evt_1" date="2024-06-',
    ),
    "D310": Fault(
        "施行日期录错了一个月。",
        _CORNER,
        '"start_cm_1" date="2019-10-01"',
        '"start_cm_1" date="2019-11-01"',
    ),
    "V401": Fault(
        "后一版本把通过的日期记成了另一天。",
        _RAIN,
        '"evt_1" date="2015-03-19"',
        '"evt_1" date="2015-03-20"',
    ),
    "V402": Fault("第二次修正记成了第三次。", _RAIN, 'c:ordinal="2"', 'c:ordinal="3"'),
    "V403": Fault("库中没有 2019 年的版本。", "雨水花园管理条例 2019-10-01", r"(?s)\A.*\Z"),
    "V405": Fault(
        "这一版本是程序按决定作出的，所据的却不是 2019 年的版本。", _RAIN, _BUILT, _FROM_2015.format("")
    ),
    "V406": Fault(
        "合并以后，另一件同名的决定也在这个目录。",
        f"{_COUNCIL}关于修改《{PLACE}雨水花园管理条例（示例）》的决定（示例） 2024-06-01",
        "2024-0",
        "2025-0",
        added="2025-06-01",
    ),
    "V407": Fault(
        "决定记有对社区图书角促进规定的修改，那部规定没有一个版本提到它。",
        f"{_COUNCIL}关于修改《{PLACE}市民读书日规定（示例）》的决定（示例） 2028-01-01",
        _ADDRESSED,
        _MODIFIES,
    ),
    "V408": Fault(
        "公布的文本，记着据以修改的是 2015 年的版本，而前一版本是 2019 年的。",
        _RAIN,
        _BUILT,
        _FROM_2015.format('file="公报.docx" '),
    ),
    "V409": Fault("库中没有 2015 年的版本。", "雨水花园管理条例 2015-07-01", r"(?s)\A.*\Z"),
    "V410": Fault(
        "中文本少录了第三条，译本有。",
        "早餐服务促进条例 2023-10-01",
        r'(?s)\s*<article eId="art_3".*?</article>',
    ),
    "V404": Fault("题注中有程序不认识的话。", _CORNER, "修正）</p>", "修正　经市长签署）</p>"),
    "R501": Fault("引用了本条例没有的条。", _RAIN, "本条例第十八条第（一）项", "本条例第八十八条第（一）项"),
    "R502": Fault(
        "引用了他法没有的条。",
        "早餐服务促进条例 2023-10-01",
        "促进条例（示例）》第七条",
        "促进条例（示例）》第七十条",
    ),
    "V411": Fault(
        "一部规定的名称录成了与另一部只差“暂行”。",
        "社区食堂补贴管理规定 2024-05-01",
        'FRBRname value="[^"]*"',
        'FRBRname value="海浦市社区图书角促进暂行规定（示例）"',
    ),
    "R503": Fault(
        "引用了已经废止的规定。",
        _CORNER,
        "<p>社区图书角的设置",
        "<p>依照《海浦市公用电话亭管理规定（示例）》，社区图书角的设置",
    ),
    "T601": Fault("逗号是半角的。", _CORNER, "到达。居民区", "到达,居民区"),
    "T602": Fault("混入了一个造字区字符。", _CORNER, "便于居民到达", "便于居民\ue000到达"),
    "T603": Fault("第三条只有编号。", _CORNER, r"(?s)<content>\s*<p>社区图书角的设置.*?</content>"),
    "T604": Fault("只有前一个括号。", _CORNER, "便于居民到达", "便于居民（含老年人到达"),
    "T605": Fault("“居民”后面多了一个空格。", _CORNER, "便于居民到达", "便于居民 到达"),
    "S701": Fault("一组同义词只有一个词。", SYNONYMS_FILE, r'"图书角", "读书角"', '"图书角"'),
    "S702": Fault("所指的法规名称少写了一个字。", SYNONYMS_FILE, "公用电话亭管理", "公用电话管理"),
    "M801": Fault(
        "网页改名为图片放了进来。", _CORNER, planted=("tu.png", b"<html><script>alert(1)</script>")
    ),
    "M802": Fault("放了一幅图，没有哪个文本用它。", _CORNER, planted=("tu.gif", _DOT)),
}
GROUPS = {
    "X": "文件",
    "N": "编号",
    "D": "日期",
    "V": "版本和题注",
    "R": "引用",
    "T": "文字",
    "S": "检索",
    "M": "插图",
}

_HEAD = """\
# 检查规则

本页由 `scripts/gen_rule_docs.py` 从程序中的规则生成，不要手工修改。每个例子都是真的：
程序在示例文本里造出这个错，再记下检查说了什么。

`compendium check` 按这些规则检查全库，`compendium check --rules` 在屏幕上列出同一张表，
`compendium check --code N202` 只报告一条规则。代码的含义永远不变。

- **错误**：文件不能这样发布，应当改正。有错误时命令的退出码是 1。
- **提示**：请人看一眼。原文如此的，可以保留；程序不会替人改字。"""


def rendered() -> str:
    """The whole page."""
    table = ["| 代码 | 级别 | 规则 | 怎么办 |", "| --- | --- | --- | --- |"]
    parts = [_HEAD, ""]
    said = _said()
    for rule in RULES.values():
        level = "错误" if rule.severity is Severity.ERROR else "提示"
        table.append(f"| [{rule.code}](#{rule.code.lower()}) | {level} | {rule.title} | {rule.advice} |")
        if f"## {GROUPS[rule.code[0]]}" not in parts:
            parts.append(f"## {GROUPS[rule.code[0]]}")
        parts.append(
            f'<a id="{rule.code.lower()}"></a>\n**{rule.code} {rule.title}**（{level}）。{rule.advice}\n\n'
            f"例：{FAULTS[rule.code].words}\n\n    {rule.code} {rule.title}：{said[rule.code]}"
        )
    parts[1] = "\n".join(table)
    return "\n\n".join(parts) + "\n"


def _said() -> dict[str, str]:
    """What check says of each fault, made in a scratch corpus of the sample texts."""
    with tempfile.TemporaryDirectory() as name:
        corpus = init_corpus(Path(name, "corpus"), locality="cn-hp", place=PLACE)
        drafts = read_drafts(sorted(SAMPLES.glob(f"{PLACE}*")))
        plan = plan_import(drafts, load_catalog(corpus.snapshot()), None, "cn-hp", PLACE)
        table = (ROOT / "corpus" / SYNONYMS_FILE).read_bytes()
        corpus.write(plan.files | {SYNONYMS_FILE: table}, "示例")
        works = load_catalog(corpus.snapshot()).works
        paths = {SYNONYMS_FILE: SYNONYMS_FILE}
        paths |= {f"{facts.title} {facts.date}": facts.path for work in works for facts in work.expressions}
        return {
            code: _finding(corpus, _place(paths, fault.file), code, fault) for code, fault in FAULTS.items()
        }


def _place(paths: dict[str, str], words: str) -> str:
    if words in paths:
        return paths[words]
    title, day = words.split()
    (path,) = (
        p for name, p in paths.items() if title in name and name.endswith(day) and "关于修改" not in name
    )
    return path


def _finding(corpus: Corpus, path: str, code: str, fault: Fault) -> str:
    """Make a fault, check the versions of that work, and put everything back."""
    file = corpus.root / path
    text = file.read_text("utf-8")
    planted = fault.planted and file.parent / "media" / fault.planted[0]
    if fault.planted and planted:
        planted.parent.mkdir(exist_ok=True)
        planted.write_bytes(fault.planted[1])
    changed = re.sub(fault.old, fault.new, text, count=0 if fault.added else 1) if fault.old else text
    added = file.with_name(f"{fault.added}.xml")
    if fault.added:
        added.write_text(changed, "utf-8")
    elif changed:
        file.write_text(changed, "utf-8")
    else:
        file.unlink()
    snapshot = corpus.snapshot()
    folder = path.rpartition("/")[0]
    versions = [p for p in snapshot.under(folder).paths() if p.endswith(".xml")]
    problems = check_catalog(load_catalog(snapshot, FactsCache(corpus.cache_dir)), snapshot, versions)
    file.write_text(text, "utf-8")
    if fault.added:
        added.unlink()
    if planted:
        planted.unlink()
    found = [problem for problem in problems if problem.code == code]
    if not found:
        raise SystemExit(f"{code}: check does not find the fault")
    return str(found[0]).partition(code)[2].strip()


def main(arguments: list[str]) -> int:
    """Write the page, or compare it; 1 when it differs."""
    if "--check" in arguments:
        return 0 if TARGET.read_text("utf-8") == rendered() else 1
    TARGET.write_text(rendered(), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

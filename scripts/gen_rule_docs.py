"""Write docs/check-rules.md from the rules and an example of each; --check only says whether it is up to date."""

from __future__ import annotations

import sys
from pathlib import Path

from compendium.checks import RULES
from compendium.problems import Severity

TARGET = Path(__file__).resolve().parent.parent / "docs" / "check-rules.md"

EXAMPLES: dict[str, tuple[str, str]] = {
}
"""For each code what is wrong with a text and what `compendium check` then says of it. A test does both."""

GROUPS = {
    "X": "文件",
    "N": "编号",
    "D": "日期",
    "V": "版本和题注",
    "R": "引用",
    "T": "文字",
}

_HEAD = """\
# 检查规则

本页由 `scripts/gen_rule_docs.py` 从程序中的规则生成，不要手工修改。

`compendium check` 按这些规则检查全库，`compendium check --rules` 在屏幕上列出同一张表，
`compendium check --code N202` 只报告一条规则。代码的含义永远不变。

- **错误**：文件不能这样发布，应当改正。有错误时命令的退出码是 1。
- **提示**：请人看一眼。原文如此的，可以保留；程序不会替人改字。
"""


def rendered() -> str:
    """The whole page."""
    parts = [_HEAD, "| 代码 | 级别 | 规则 | 怎么办 |\n| --- | --- | --- | --- |"]
    parts[-1] += "".join(
        f"\n| [{rule.code}](#{rule.code.lower()}) | {_level(rule.severity)} | {rule.title} | {rule.advice} |"
        for rule in RULES.values()
    )
    group = ""
    for rule in RULES.values():
        if rule.code[0] != group:
            group = rule.code[0]
            parts.append(f"## {GROUPS[group]}")
        wrong, said = EXAMPLES[rule.code]
        parts.append(
            f'<a id="{rule.code.lower()}"></a>\n\n### {rule.code} {rule.title}（{_level(rule.severity)}）\n\n'
            f"例：{wrong}检查时显示：\n\n    {rule.code} {rule.title}：{said}\n\n{rule.advice}"
        )
    return "\n\n".join(parts) + "\n"


def _level(severity: Severity) -> str:
    return "错误" if severity is Severity.ERROR else "提示"


def main(arguments: list[str]) -> int:
    """Write the page, or compare it; 1 when it differs."""
    if "--check" in arguments:
        return 0 if TARGET.read_text("utf-8") == rendered() else 1
    TARGET.write_text(rendered(), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

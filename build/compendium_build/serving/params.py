"""Parameters of queries: each is told once, for reading it and for the description of the interface."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from starlette.requests import Request

from compendium_build.serving.moments import AS_OF, KNOWN_AT, read_day
from compendium_build.serving.refusals import Refusal
from compendium_build.serving.settings import FIRST_DAY, LAST_DAY

_DAYS = f"^({FIRST_DAY.year // 100}|20|{LAST_DAY.year // 100})[0-9]{{2}}-[0-9]{{2}}-[0-9]{{2}}$"

LONGEST = 200
"""Characters of a text that is asked for."""


@dataclass(frozen=True, slots=True)
class Param:
    """A parameter: its name, what it is for, and what it may be, as JSON Schema says it."""

    name: str
    about: str
    schema: Mapping[str, Any] = field(default_factory=lambda: {"type": "string", "maxLength": LONGEST})
    required: bool = False

    def text(self, request: Request) -> str:
        """The value; empty when there is none."""
        value = request.query_params.get(self.name, "").strip()
        longest = self.schema.get("maxLength", LONGEST)
        if len(value) > longest:
            raise Refusal(400, f"{self.name} 太长：最多 {longest} 个字，现在有 {len(value)} 个字。")
        chosen = self.schema.get("enum")
        if value and chosen and value not in chosen:
            raise Refusal(400, f"{self.name} 只能是：{'、'.join(chosen)}。")
        return value or str(self.schema.get("default", ""))

    def number(self, request: Request) -> int:
        """The value as a number within its bounds."""
        words = request.query_params.get(self.name, "").strip()
        least, most = self.schema["minimum"], self.schema["maximum"]
        if not words:
            return int(self.schema["default"])
        if not (words.isascii() and words.isdigit() and len(words) < 9 and least <= int(words) <= most):
            raise Refusal(400, f"{self.name} 应当是 {least} 到 {most} 之间的整数。")
        return int(words)

    def day(self, request: Request) -> date | None:
        """The value as a day; None when there is none."""
        words = request.query_params.get(self.name, "").strip()
        return read_day(words, self.name) if words else None


def _day(name: str, about: str) -> Param:
    schema = {"type": "string", "format": "date", "pattern": _DAYS, "example": "2024-11-01"}
    return Param(name, about, schema)


DAY = _day(AS_OF, "以哪一天为准，默认今天")
KNOWN = _day(KNOWN_AT, "只用到那一天为止入库的内容，默认全部")
FORM = Param("format", "html 或者 json；不写时按 Accept 请求头", {"type": "string", "enum": ["html", "json"]})
DIFF_FORM = Param(
    "format",
    "html、json 或者 docx（修改对照表）；不写时按 Accept 请求头",
    {"type": "string", "enum": ["html", "json", "docx"]},
)
Q = Param("q", "检索词：空格表示“并且”，“或”“非”可用，引号内为完整短语；可限定 标题: 条文: 发布机关: 文号:")
VERSIONS = Param(
    "versions",
    "current 只查那一天有效的文本，all 查全部版本",
    {"type": "string", "enum": ["current", "all"], "default": "current"},
)
LIMIT = Param("limit", "一页多少部法规", {"type": "integer", "minimum": 1, "maximum": 100, "default": 20})
PER_WORK = Param(
    "per_work", "每部法规多少处", {"type": "integer", "minimum": 0, "maximum": 100, "default": 3}
)
CURSOR = Param("cursor", "从哪里接着看：上一页的 cursor", {"type": "string", "maxLength": 200})
SORT = Param(
    "sort",
    "relevance 按相关程度，date 按版本日期，title 按名称拼音",
    {"type": "string", "enum": ["relevance", "date", "title"], "default": "relevance"},
)
WHEN = Param(
    "when",
    "检索页的表单用：空是今天，on 是 on 那一天，all 是全部版本",
    {"type": "string", "enum": ["on", "all"]},
)
ON = _day("on", "检索页的表单用：when=on 时的日期")
IN_WORK = Param("work", "只在这一部法规里：性质/目录名，或者 URI")
FACETS = tuple(
    Param(facet, f"{about}；可以重复，符合其中一个即可")
    for facet, about in (
        ("status", "状态：现行有效、尚未施行、已修改、已废止、失效"),
        ("kind", "性质的目录名"),
        ("issuer", "制定机关"),
        ("class", "编章节的 id"),
        ("year", "版本的年份"),
        ("language", "zho 或者 eng"),
    )
)
SEARCH_PARAMS = (Q, DAY, VERSIONS, WHEN, ON, SORT, *FACETS, IN_WORK, LIMIT, PER_WORK, CURSOR, FORM)
"""All that a search may be told."""
WORK = Param("work", "法规：名称、目录名或者 URI", required=True)
FROM = _day("from", "修改前：哪一天的版本；默认是 to 的前一个版本")
TO = _day("to", "修改后：哪一天的版本；默认是以 as-of 为准的版本")
VIEW = Param(
    "view",
    "sides 左右对照，inline 合为一文",
    {"type": "string", "enum": ["sides", "inline"], "default": "sides"},
)

"""The interface described as OpenAPI 3.1, from the same parameters that the server reads.

So each parameter of a query is told once, for reading it and for the description of the interface.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from importlib.metadata import version
from typing import Any

from starlette.requests import Request

from compendium.law.days import LAST_DAY, UNDATED, UNKNOWN_DAY
from compendium_build.serving.media import FORMS, PROBLEM, TYPES
from compendium_build.serving.moments import AS_OF, KNOWN_AT, read_day
from compendium_build.serving.replies import Refusal
from compendium_build.serving.settings import FIRST_DAY

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

    def version(self, request: Request) -> date | None:
        """The same of a day that names a version, which may be undated."""
        words = request.query_params.get(self.name, "").strip()
        return UNKNOWN_DAY if words == UNDATED else self.day(request)


def _day(name: str, about: str) -> Param:
    schema = {"type": "string", "format": "date", "pattern": _DAYS, "example": "2024-11-01"}
    return Param(name, about, schema)


def _version(name: str, about: str) -> Param:
    schema = {"type": "string", "pattern": f"{_DAYS}|^{UNDATED}$", "example": "2024-11-01"}
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
        ("status", "状态：现行有效、尚未施行、文本未收录、已修改、已废止、失效"),
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
FROM = _version("from", "修改前：哪一天的版本；默认是 to 的前一个版本")
TO = _version("to", "修改后：哪一天的版本；默认是以 as-of 为准的版本")
VIEW = Param(
    "view",
    "sides 左右对照，inline 合为一文",
    {"type": "string", "enum": ["sides", "inline"], "default": "sides"},
)


_VERSION_TYPES = tuple(types[0] for types in FORMS.values())
_DAY = {"type": "string", "format": "date"}


def description(title: str, root: str) -> dict[str, Any]:
    """Describe every route of a server at a root path."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": f"{title}：接口",
            "version": version("compendium"),
            "description": "网页和数据在同一网址，按 Accept 选取格式；"
            "任何网址前可以加 as-of/日期/ 和 known-at/日期/。",
        },
        "servers": [{"url": root or "/"}],
        "paths": _paths(),
        "components": {"schemas": _SCHEMAS},
    }


def _paths() -> dict[str, Any]:
    when = (DAY, KNOWN)
    work = [_part("kind", "性质的目录名，如 difangxing-fagui"), _part("slug", "法规的目录名")]
    dated = _part("day", "版本日期；不是版本日期的，转到那一天有效的版本；latest 是现行版本")
    return {
        "/": _get("首页", _types("text/html"), when),
        "/{kind}/{slug}/": _get(
            "法规：以某一天为准应当适用的文本", _types(*_VERSION_TYPES), when, work, form=True
        ),
        "/{kind}/{slug}/{day}/": _get("一个版本", _types(*_VERSION_TYPES), when, [*work, dated], form=True),
        "/{kind}/{slug}/{day}/en/": _get(
            "一个版本的英文译本", _types(*_VERSION_TYPES), when, [*work, dated], form=True
        ),
        "/search/": _get(
            "全文检索，以条为单位",
            _json("Results") | _types("text/html"),
            SEARCH_PARAMS,
        ),
        "/suggest": _get("输入时提示法规名称", {"application/x-suggestions+json": _ref("Suggestions")}, (Q,)),
        "/search/opensearch.xml": _get("浏览器检索的说明", _types("application/opensearchdescription+xml")),
        "/diff": _get(
            "比较一部法规的任意两个版本",
            _json("Comparison") | _types("text/html", TYPES["docx"]),
            (WORK, FROM, TO, VIEW, DIFF_FORM, *when),
        ),
        "/health": _get("提供的是哪一个状态", _json("Health")),
        "/health/ready": _get("能否接受请求", _json("Health")),
        "/health/live": _get("进程是否在运行", _json("Alive")),
        "/metrics": _get("Prometheus 指标", _types("text/plain")),
        "/openapi.json": _get("本说明", _types("application/json")),
    }


def _get(
    about: str,
    content: dict[str, Any],
    params: tuple[Param, ...] = (),
    parts: list[dict[str, Any]] | None = None,
    form: bool = False,
) -> dict[str, Any]:
    said = {PROBLEM: _ref("Problem")} | _types("text/html", "text/plain")
    problem = {"description": "没有回答，原因在内容里", "content": said}
    answers: dict[str, Any] = {
        "200": {"description": about, "content": content},
        "302": {"description": "在另一网址"},
        "308": {"description": "永久在另一网址"},
        "304": {"description": "与客户端已有的相同"},
        "400": problem,
        "404": problem,
        "410": problem,
        "503": problem,
    }
    if form:
        answers["406"] = problem
    operation: dict[str, Any] = {"summary": about, "responses": answers}
    if given := [*(parts or []), *map(_query, params)]:
        operation["parameters"] = given
    return {"get": operation}


def _query(param: Param) -> dict[str, Any]:
    schema = {key: value for key, value in param.schema.items() if key != "example"}
    out: dict[str, Any] = {"name": param.name, "in": "query", "description": param.about, "schema": schema}
    if "example" in param.schema:
        out["example"] = param.schema["example"]
    return out | ({"required": True} if param.required else {"allowEmptyValue": True})


def _part(name: str, about: str) -> dict[str, Any]:
    return {"name": name, "in": "path", "required": True, "description": about, "schema": {"type": "string"}}


def _types(*types: str) -> dict[str, Any]:
    return {media: {} for media in types}


def _json(schema: str) -> dict[str, Any]:
    return {"application/json": _ref(schema)}


def _ref(name: str) -> dict[str, Any]:
    return {"schema": _named(name)}


def _named(name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{name}"}


def _list(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items}


def _object(required: dict[str, Any], optional: dict[str, Any] | None = None) -> dict[str, Any]:
    return {"type": "object", "properties": required | (optional or {}), "required": list(required)}


_STRING, _NUMBER, _FLAG = {"type": "string"}, {"type": "integer"}, {"type": "boolean"}
_STRINGS = _list(_STRING)
_MAYBE = {"type": ["string", "null"]}
_SPANS = _list(_list(_NUMBER))
_COUNT = _object({"value": _STRING, "label": _STRING, "hits": _NUMBER, "versions": _NUMBER, "chosen": _FLAG})

_SCHEMAS: dict[str, Any] = {
    "Problem": _object(
        {"type": _STRING, "title": _STRING, "status": _NUMBER, "detail": _STRING},
        {"forms": {"type": "array", "items": _object({"type": _STRING, "href": _STRING})}},
    ),
    "Alive": _object({"status": _STRING}),
    "Health": _object(
        {
            "status": {"enum": ["ok", "stale", "starting"]},
            "revision": _STRING,
            "committed": {"type": "string", "format": "date-time"},
            "age_seconds": _NUMBER,
            "loaded": {"type": "string", "format": "date-time"},
            "as_of": _DAY,
            "works": _NUMBER,
            "files": _NUMBER,
            "unread_files": _NUMBER,
            "search": _object({"ready": _FLAG, "revision": _STRING, "is_current": _FLAG}),
        },
        {"trouble": _STRING},
    ),
    "Act": _object(
        {
            "work": _STRING,
            "title": _STRING,
            "date": _DAY,
            "kind": _STRING,
            "issuer": _STRING,
            "number": _STRING,
            "language": _STRING,
            "status": _STRING,
            "certain": _FLAG,
            "address": _STRING,
        },
        {"why": _STRING},
    ),
    "Hit": _object(
        {
            "date": _DAY,
            "status": _STRING,
            "certain": _FLAG,
            "language": _STRING,
            "part": _STRING,
            "eId": _STRING,
            "label": _STRING,
            "headings": _STRINGS,
            "text": _STRING,
            "spans": _SPANS,
            "snippet": _object({"text": _STRING, "spans": _SPANS, "before": _FLAG, "after": _FLAG}),
            "address": _STRING,
            "score": {"type": "number"},
        }
    ),
    "Results": _object(
        {
            "query": _STRING,
            "tree": {"type": "object"},
            "asOf": _MAYBE,
            "total": _NUMBER,
            "works": _NUMBER,
            "cursor": _MAYBE,
            "jumps": _list(
                _object(
                    {
                        "act": _named("Act"),
                        "eId": _STRING,
                        "label": _STRING,
                        "address": _STRING,
                        "missing": _MAYBE,
                    }
                )
            ),
            "named": _list(_named("Act")),
            "groups": _list(_object({"act": _named("Act"), "total": _NUMBER, "hits": _list(_named("Hit"))})),
            "facets": {"type": "object", "additionalProperties": _list(_COUNT)},
            "suggestions": _STRINGS,
            "synonyms": _STRINGS,
            "revision": _STRING,
            "next": _MAYBE,
        }
    ),
    "Suggestions": {"type": "array", "prefixItems": [_STRING, _STRINGS, _STRINGS, _STRINGS], "minItems": 4},
    "Comparison": _object(
        {
            "title": _STRING,
            "before": {"type": "object"},
            "after": {"type": "object"},
            "counts": {"type": "object"},
            "rows": {"type": "array", "items": {"type": "object"}},
            "basis": {"type": "array", "items": {"type": "object"}},
            "notes": _STRINGS,
            "operations": {"type": "object"},
        }
    ),
}

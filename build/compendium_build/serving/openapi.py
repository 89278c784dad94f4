"""The interface described as OpenAPI 3.1, from the same parameters that the server reads."""

from __future__ import annotations

from importlib.metadata import version
from typing import Any

from compendium_build.serving import params as p
from compendium_build.serving.media import FORMS, PROBLEM, TYPES
from compendium_build.serving.params import Param

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
    when = (p.DAY, p.KNOWN)
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
            p.SEARCH_PARAMS,
        ),
        "/suggest": _get(
            "输入时提示法规名称", {"application/x-suggestions+json": _ref("Suggestions")}, (p.Q,)
        ),
        "/search/opensearch.xml": _get("浏览器检索的说明", _types("application/opensearchdescription+xml")),
        "/diff": _get(
            "比较一部法规的任意两个版本",
            _json("Comparison") | _types("text/html", TYPES["docx"]),
            (p.WORK, p.FROM, p.TO, p.VIEW, p.DIFF_FORM, *when),
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
            "address": _STRING,
        },
        {"why": _STRING},
    ),
    "Hit": _object(
        {
            "date": _DAY,
            "status": _STRING,
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

"""A small server that understands what the OpenSearch engine asks, and refuses everything else.

It is no OpenSearch: it checks the requests and answers them from memory as OpenSearch's documentation says.
"""

import json
import re
import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

Source = dict[str, Any]


class Cluster:
    """Indices with their documents; `seen` are the documents that a refresh has shown."""

    def __init__(self) -> None:
        self.indices: dict[str, dict[str, Source]] = {}
        self.seen: dict[str, dict[str, Source]] = {}
        self.aliases: dict[str, set[str]] = defaultdict(set)
        self.asked: list[tuple[str, str]] = []
        self.down = False

    def answer(self, method: str, path: str, args: dict[str, list[str]], body: bytes) -> tuple[int, Any]:
        self.asked.append((method, path))
        if self.down:
            return 503, {"error": {"type": "no_node", "reason": "the node is down"}, "status": 503}
        index, _, action = path.strip("/").partition("/")
        match method, index, action:
            case "PUT", name, "":
                return self._create(name, json.loads(body))
            case "HEAD", name, "":
                return (200 if name in self.indices else 404), None
            case "DELETE", name, "":
                self.indices.pop(name, None)
                return 200, {"acknowledged": True}
            case "POST", "_bulk", "":
                return self._bulk(body)
            case "POST", "_aliases", "":
                return self._move(json.loads(body)["actions"])
            case "POST", name, "_refresh":
                self.seen[name] = dict(self.indices[name])
                return 200, {}
            case "POST", name, "_delete_by_query":
                assert args["conflicts"] == ["proceed"]
                held = self.indices[name]
                gone = [key for key, source in held.items() if holds(json.loads(body)["query"], source)]
                for key in gone:
                    del held[key]
                self.seen[name] = dict(held)
                return 200, {"deleted": len(gone)}
            case "POST", name, "_search":
                return 200, search(self.seen[name], json.loads(body))
            case "POST", name, "_count":
                found = [s for s in self.seen[name].values() if holds(json.loads(body)["query"], s)]
                return 200, {"count": len(found)}
            case "POST", name, "_mget":
                ids = json.loads(body)["ids"]
                return 200, {"docs": [_shown(key, self.indices[name][key]) for key in ids]}
            case _:
                return 400, {"error": {"type": "unknown", "reason": f"{method} {path}"}, "status": 400}

    def _create(self, name: str, body: Source) -> tuple[int, Any]:
        assert re.fullmatch(r"[a-z][a-z0-9-]+", name)
        analyzers = body["settings"]["analysis"]["analyzer"]
        properties = body["mappings"]["properties"]
        assert {p["analyzer"] for p in properties.values() if p["type"] == "text"} == set(analyzers)
        assert all(a == {"type": "custom", "tokenizer": "whitespace"} for a in analyzers.values())
        self.fields = properties.keys()
        self.indices[name], self.seen[name] = {}, {}
        return 200, {"acknowledged": True, "index": name}

    def _bulk(self, body: bytes) -> tuple[int, Any]:
        lines = [json.loads(line) for line in body.splitlines()]
        items = []
        for action, source in zip(lines[::2], lines[1::2], strict=True):
            meta = action["index"]
            assert source.keys() == self.fields, "the mapping is strict"
            self.indices[meta["_index"]][meta["_id"]] = source
            items.append({"index": {"_id": meta["_id"], "status": 201}})
        return 200, {"errors": False, "items": items}

    def _move(self, actions: list[Source]) -> tuple[int, Any]:
        for action in actions:
            ((kind, what),) = action.items()
            if kind == "remove":
                assert what["index"].endswith("-*")
                self.aliases[what["alias"]].clear()
            else:
                self.aliases[what["alias"]].add(what["index"])
        return 200, {"acknowledged": True}


def holds(query: Source, source: Source) -> bool:
    """Whether a document is found by a query."""
    ((kind, what),) = query.items()
    match kind:
        case "bool":
            assert what.keys() <= {"must", "must_not", "should", "filter", "minimum_should_match"}
            return (
                all(holds(part, source) for part in what.get("must", []) + what.get("filter", []))
                and not any(holds(part, source) for part in what.get("must_not", []))
                and ("should" not in what or any(holds(part, source) for part in what["should"]))
            )
        case "match_phrase":
            ((field, phrase),) = what.items()
            wanted, words = phrase["query"].split(" "), source[field].split(" ")
            starts = range(len(words) - len(wanted) + 1)
            return any(words[start : start + len(wanted)] == wanted for start in starts)
        case "term":
            ((field, value),) = what.items()
            held = source[field]
            return value in held if isinstance(held, list) else value == held
        case "terms":
            ((field, values),) = what.items()
            return source[field] in values
        case _:
            raise AssertionError(f"unknown query: {kind}")


def search(documents: dict[str, Source], body: Source) -> Source:
    assert body.keys() <= {"size", "query", "aggs", "sort", "_source", "collapse", "search_after"}
    assert body["size"] <= 10_000, "index.max_result_window"
    found = [(key, source) for key, source in documents.items() if holds(body["query"], source)]
    found.sort(key=lambda row: row[1]["number"])
    out: Source = {"hits": {"total": {"value": len(found), "relation": "eq"}, "hits": []}}
    if "aggs" in body:
        counts: dict[int, int] = defaultdict(int)
        for _, source in found:
            counts[source["version"]] += 1
        size = body["aggs"]["versions"]["terms"]["size"]
        buckets = [{"key": key, "doc_count": count} for key, count in counts.items()][:size]
        out["aggregations"] = {"versions": {"buckets": buckets}}
    if "search_after" in body:
        found = [row for row in found if row[1]["number"] > body["search_after"][0]]
    if "collapse" in body:
        out["hits"]["hits"] = _collapsed(found, body["collapse"])[: body["size"]]
        return out
    shown = [_shown(key, source) for key, source in found[: body["size"]]]
    out["hits"]["hits"] = [hit | {"sort": [hit["_source"]["number"]]} for hit in shown]
    return out


def _collapsed(found: list[tuple[str, Source]], collapse: Source) -> list[Source]:
    inner = collapse["inner_hits"]
    assert inner["size"] <= 100, "index.max_inner_result_window"
    groups: dict[int, list[Source]] = defaultdict(list)
    for key, source in found:
        groups[source[collapse["field"]]].append(_shown(key, source))
    return [
        hits[0] | {"inner_hits": {inner["name"]: {"hits": {"hits": hits[: inner["size"]]}}}}
        for hits in groups.values()
    ]


def _shown(key: str, source: Source) -> Source:
    kept = {name: value for name, value in source.items() if name in ("version", "number", "flag", "piece")}
    return {"_id": key, "_source": kept, "found": True}


@contextmanager
def serving(cluster: Cluster) -> Iterator[str]:
    """A server on this machine for as long as it is needed; its address."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _answer(self) -> None:
            parts = urlsplit(self.path)
            body = self.rfile.read(int(self.headers.get("content-length") or 0))
            try:
                status, value = cluster.answer(self.command, parts.path, parse_qs(parts.query), body)
            except (AssertionError, KeyError, ValueError) as error:
                status, value = 400, {"error": {"type": "refused", "reason": repr(error)}, "status": 400}
            data = b"" if value is None else json.dumps(value).encode()
            self.send_response(status)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(data)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(data)

        do_GET = do_PUT = do_POST = do_HEAD = do_DELETE = _answer

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()

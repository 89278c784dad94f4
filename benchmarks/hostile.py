"""Queries that mean harm: tests ask if they are answered or refused, the benchmark how long it takes."""

from __future__ import annotations

HOSTILE: dict[str, str] = {
    "long": "港" * 10_000,
    "longest": "港口码头" * 250,
    "different": "".join(map(chr, range(0x4E00, 0x4E00 + 1000))),
    "brackets": "（((([[[{{{" * 50,
    "nested": "( " * 16 + "港口" + " )" * 16,
    "wildcards": "*?~^%_$" * 100,
    "stars": "a* " * 32,
    "control": "\x00\x01\x1b[31m\x7f",
    "surrogate": "\ud800港口",
    "quotes": "“" * 999,
    "minus": "-" * 999,
    "or": "或 " * 400,
    "every": " 或 ".join("的之和人一二〇1a，。、；港码灯塔"),
    "near": " 近/200 ".join(["的"] * 32),
    "fields": "标题:" * 200,
    "whoosh": "text:[a TO z] AND NOT path:*",
    "fts5": 'NEAR(a b) OR own:"x" * ^ {own}: -',
    "sql": "'; DROP TABLE gram; --",
    "lucene": '+own:/.*/ && !{"match_all":{}} ~2 ^3',
    "citation": "第" * 60 + "一条",
}

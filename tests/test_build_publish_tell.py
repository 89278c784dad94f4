"""Telling of an edition: once each, signed, again when it failed; and [publish] of corpus.toml."""

from __future__ import annotations

import hashlib
import hmac
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import parse_qs

import pytest

from compendium.library.config import Hook, PublishConfig, load_config
from compendium.system.toml_table import BadConfig
from compendium_build.publishing.hooks import Message, Recipients, Told, signature, tell
from compendium_build.publishing.publish import message_of
from tests.publishing import Publisher

_MESSAGE = Message("e1", b'{"edition": "e1"}', ("https://x.example/feed/atom.xml",))


class _Ear(BaseHTTPRequestHandler):
    heard: list[tuple[dict[str, str], bytes]]
    answers: list[int]

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.heard.append((dict(self.headers), body))
        self.send_response(self.answers.pop(0) if self.answers else 204)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Keep quiet."""


@contextmanager
def _listening(*answers: int) -> Iterator[tuple[str, list[tuple[dict[str, str], bytes]]]]:
    class Own(_Ear):
        pass

    Own.heard, Own.answers = [], list(answers)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Own)
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/", Own.heard
    finally:
        server.shutdown()
        server.server_close()


def test_a_webhook_is_signed_over_time_and_body(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOOK_SECRET", "山海")
    with _listening() as (url, heard):
        hooks = (Hook(webhook=url, secret_env="HOOK_SECRET"),)
        told = tell(Recipients(hooks), _MESSAGE, tmp_path / "told.json", "site", 1700000000)
    assert told == [Told(f"webhook {url}")]
    headers, body = heard[0]
    assert body == _MESSAGE.body
    expected = hmac.new("山海".encode(), b"1700000000." + body, hashlib.sha256).hexdigest()
    assert headers["X-Compendium-Signature"] == f"sha256={expected}"
    assert headers["X-Compendium-Timestamp"] == "1700000000"
    assert signature(b"other", "1700000000", body) != headers["X-Compendium-Signature"]


def test_a_secret_may_lie_in_a_file_and_must_be_there(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    with _listening() as (url, heard):
        hooks = (Hook(webhook=url, secret_file=str(secret)),)
        told = tell(Recipients(hooks), _MESSAGE, tmp_path / "told.json", "site", 1)
        assert "没有密钥" in told[0].failure
        assert heard == []
        secret.write_text("s\n")
        assert tell(Recipients(hooks), _MESSAGE, tmp_path / "told.json", "site", 1)[0].failure == ""
    assert heard[0][0]["X-Compendium-Signature"] == signature(b"s", "1", _MESSAGE.body)


def test_who_was_told_is_not_told_again_and_who_was_not_is(tmp_path: Path) -> None:
    record = tmp_path / "told.json"
    with _listening(204, 400) as (hub, heard):
        both = Recipients(hub=hub)
        message = Message("e1", b"{}", ("https://x.example/a", "https://x.example/b"))
        first = tell(both, message, record, "site", 1)
        assert [bool(each.failure) for each in first] == [False, True]
        assert "对方回答 400" in first[1].failure
        second = tell(both, message, record, "site", 1)
        assert [each.who.split()[-1] for each in second] == ["https://x.example/b"]
        assert tell(both, message, record, "site", 1) == []
        assert len(tell(both, message, record, "another site", 1)) == 2
        assert len(tell(both, Message("e2", b"{}", message.topics), record, "site", 1)) == 2
    asked = parse_qs(heard[0][1].decode())
    assert asked == {"hub.mode": ["publish"], "hub.url": ["https://x.example/a"]}


def test_a_busy_hub_is_asked_again(tmp_path: Path) -> None:
    with _listening(503, 204) as (hub, heard):
        assert tell(Recipients(hub=hub), _MESSAGE, tmp_path / "told.json", "site", 1)[0].failure == ""
        assert len(heard) == 2


def test_a_dead_listener_is_reported(tmp_path: Path) -> None:
    told = tell(Recipients(hub="http://127.0.0.1:1/"), _MESSAGE, tmp_path / "told.json", "site", 1)
    assert "连接失败" in told[0].failure


def test_a_command_gets_the_message_and_runs_only_when_allowed(tmp_path: Path) -> None:
    out = tmp_path / "out"
    script = (
        f"import os,sys; open({str(out)!r}, 'w').write(sys.stdin.read() + os.environ['COMPENDIUM_EDITION'])"
    )
    hooks = (Hook(command=(sys.executable, "-c", script)),)
    told = tell(Recipients(hooks), _MESSAGE, tmp_path / "told.json", "site", 1)
    assert "--allow-commands" in told[0].failure
    assert not out.exists()
    told = tell(Recipients(hooks, commands_allowed=True), _MESSAGE, tmp_path / "told.json", "site", 1)
    assert told[0].failure == ""
    assert out.read_text() == _MESSAGE.body.decode() + "e1"


def test_a_failing_command_is_reported_with_its_words(tmp_path: Path) -> None:
    fails = Hook(command=(sys.executable, "-c", "import sys; sys.exit('磁盘已满')"))
    none = Hook(command=("/no/such/program",))
    told = tell(Recipients((fails, none), commands_allowed=True), _MESSAGE, tmp_path / "t.json", "site", 1)
    assert "退出码 1" in told[0].failure
    assert "磁盘已满" in told[0].failure
    assert "不能运行" in told[1].failure


def test_the_message_says_what_has_changed(tmp_path: Path) -> None:
    publisher = Publisher(tmp_path)
    first = publisher.publish({"a": "1", "b": "1"}).manifest.edition
    done = publisher.publish({"a": "2", "c": "1"}, "2026-01-02")
    message = message_of(done, "https://x.example/fagui/", ("feed/atom.xml",))
    body = json.loads(message.body)
    assert body["changes"] == {"added": ["c"], "changed": ["a"], "removed": ["b"]}
    assert (body["edition"], body["previous"]) == (done.manifest.edition, first)
    manifest = (publisher.site / body["manifest"]["path"]).read_bytes()
    assert body["manifest"]["sha256"] == hashlib.sha256(manifest).hexdigest()
    assert message.topics == ("https://x.example/fagui/feed/atom.xml",)
    assert message_of(done, "", ("feed/atom.xml",)).topics == ()


_TOML = 'title = "书"\nlocality = "cn-hp"\n[publish]\n'


def test_publish_settings_are_read() -> None:
    config = load_config(
        f"""{_TOML}destination = "s3://fagui/site"
targets = ["web", "print"]
keep = 30
timestamp_days = 3
hub = "https://hub.example.cn/"
[publish.options]
endpoint_url = "https://oss.example.cn"
[[publish.hooks]]
command = ["notify", "--now"]
[[publish.hooks]]
webhook = "https://example.gov.cn/hook"
secret_env = "FAGUI_SECRET"
""".encode()
    ).publish
    assert config == PublishConfig(
        destination="s3://fagui/site",
        targets=("web", "print"),
        keep=30,
        timestamp_days=3,
        hub="https://hub.example.cn/",
        options={"endpoint_url": "https://oss.example.cn"},
        hooks=(
            Hook(command=("notify", "--now")),
            Hook(webhook="https://example.gov.cn/hook", secret_env="FAGUI_SECRET"),
        ),
    )
    assert load_config(_TOML.encode()).publish == PublishConfig()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("nonsense = 1", "不认识“publish.nonsense”"),
        ("keep = -1", "应当是 0 到 100000 的整数"),
        ('timestamp_days = "7"', "应当是 1 到 90 的整数"),
        ("timestamp_days = true", "应当是 1 到 90 的整数"),
        ('hub = "hub"', "不合格式"),
        ('options = { secret = "x" }', "不能写在法规库里"),
        ('[publish.options]\naws_access_key = "x"', "不能写在法规库里"),
        ("[[publish.hooks]]", "写 command 或 webhook 中的一个"),
        (
            '[[publish.hooks]]\ncommand = ["a"]\nwebhook = "https://x.example"',
            "写 command 或 webhook 中的一个",
        ),
        ('[[publish.hooks]]\nwebhook = "https://x.example"', "webhook 要有密钥"),
        ('[[publish.hooks]]\nwebhook = "https://x.example"\nsecret = "x"', "密钥不能写在法规库里"),
    ],
)
def test_wrong_publish_settings_are_refused_with_their_line(text: str, words: str) -> None:
    with pytest.raises(BadConfig, match=words) as refused:
        load_config((_TOML + text).encode())
    assert refused.value.line >= 3

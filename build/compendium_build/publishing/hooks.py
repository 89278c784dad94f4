"""Telling others of a new edition: a command, a webhook with HMAC, a WebSub hub.

Telling never undoes a publication. Who has been told of which edition is kept; whoever has not been told of
the current one is told at the next run. A message may therefore come twice, never not at all.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from urllib.parse import urlencode

import urllib3

from compendium.library.config import Hook
from compendium.system import programs
from compendium.system.errors import system_words
from compendium_build.edition.folders import write_whole
from compendium_build.publishing.network import connection_words

_TIMEOUT = 30
_COMMAND_TIMEOUT = 300


@dataclass(frozen=True, slots=True)
class Told:
    """One who was to be told, and why it failed; empty when it did not."""

    who: str
    failure: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """What is told: the edition, the JSON, and the addresses that have changed for a hub."""

    edition: str
    body: bytes
    topics: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Recipients:
    """Who is told. They stand in a file that comes with the corpus.

    Commands run only where that was allowed, and nobody else is told unless the settings are trusted.
    """

    hooks: Sequence[Hook] = ()
    hub: str = ""
    commands_allowed: bool = False
    trusted: bool = True


def tell(recipients: Recipients, message: Message, record: Path, destination: str, now: int) -> list[Told]:
    """Tell everybody who has not been told of this edition at this destination."""
    told = _told(record)
    results = []
    for who, send in _senders(recipients, message, now):
        key = f"{destination} {who}"
        if told.get(key) == message.edition:
            continue
        failure = send() if recipients.trusted or who.startswith("命令") else _NOT_TRUSTED
        results.append(Told(who, failure))
        if not failure:
            told[key] = message.edition
            write_whole(record, json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True).encode())
    return results


def signature(secret: bytes, timestamp: str, body: bytes) -> str:
    """The HMAC of a webhook's message: over its time, a full stop and its body."""
    return "sha256=" + hmac.new(secret, timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()


def _told(record: Path) -> dict[str, str]:
    try:
        return {str(who): str(edition) for who, edition in json.loads(record.read_bytes()).items()}
    except (OSError, ValueError, AttributeError):
        return {}


def _senders(recipients: Recipients, message: Message, now: int) -> Iterator[tuple[str, Callable[[], str]]]:
    for hook in recipients.hooks:
        if hook.command:
            run = _run if recipients.commands_allowed else _not_allowed
            yield f"命令 {' '.join(hook.command)}", partial(run, hook, message)
        else:
            yield f"webhook {hook.webhook}", partial(_post_hook, hook, message, now)
    if recipients.hub:
        for topic in message.topics:
            yield f"WebSub {recipients.hub} {topic}", partial(_ping, recipients.hub, topic)


_NOT_TRUSTED = "没有通知：法规库里写的通知要加 --trust-settings 同意之后才发送"


def _not_allowed(hook: Hook, message: Message) -> str:
    return "没有运行：法规库里写的命令要加 --allow-commands 才运行"


def _run(hook: Hook, message: Message) -> str:
    environment = {**os.environ, "COMPENDIUM_EDITION": message.edition}
    try:
        done = programs.run(hook.command, feed=message.body, env=environment, seconds=_COMMAND_TIMEOUT)
    except TimeoutError:
        return f"{_COMMAND_TIMEOUT} 秒内没有结束"
    except OSError as error:
        return f"不能运行：{system_words(error)}"
    if done.code:
        words = (done.words or done.out).decode("utf-8", "replace").strip()[-300:]
        return f"退出码 {done.code}：{words}"
    return ""


def _post_hook(hook: Hook, message: Message, now: int) -> str:
    secret = _secret(hook)
    if not secret:
        return f"没有密钥（{hook.secret_env or hook.secret_file}），没有发送"
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "X-Compendium-Event": "published",
        "X-Compendium-Delivery": message.edition,
        "X-Compendium-Timestamp": str(now),
        "X-Compendium-Signature": signature(secret, str(now), message.body),
    }
    return _post(hook.webhook, message.body, headers)


def _secret(hook: Hook) -> bytes:
    if hook.secret_env:
        return os.environ.get(hook.secret_env, "").encode()
    try:
        return Path(hook.secret_file).expanduser().read_bytes().strip()
    except OSError:
        return b""


def _ping(hub: str, topic: str) -> str:
    body = urlencode({"hub.mode": "publish", "hub.url": topic}).encode()
    return _post(hub, body, {"Content-Type": "application/x-www-form-urlencoded"})


def _post(url: str, body: bytes, headers: Mapping[str, str]) -> str:
    """Post, three times if need be; nothing is followed elsewhere."""
    retry = urllib3.Retry(
        total=2, backoff_factor=0.5, status_forcelist=(429, 502, 503, 504), allowed_methods=None, redirect=0
    )
    try:
        with urllib3.PoolManager() as pool:
            answer = pool.request(
                "POST",
                url,
                body=body,
                headers=dict(headers),
                timeout=_TIMEOUT,
                retries=retry,
                redirect=False,
            )
    except urllib3.exceptions.HTTPError as error:
        return f"连接失败：{connection_words(error)}"
    return "" if 200 <= answer.status < 300 else f"对方回答 {answer.status}"

"""[publish] of corpus.toml: where editions go, how long signatures hold, who is told."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields

from compendium.toml_table import Table

_URL = re.compile(r"https?://[^\s#]+")
_TARGET = re.compile(r"[a-z][a-z0-9-]*")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_DESTINATION = re.compile(r"\S(.*\S)?")
_SECRETS = re.compile(r"secret|password|passwd|token|(^|_)key$", re.IGNORECASE)
_DAYS = {"timestamp_days": (7, 90), "snapshot_days": (30, 365), "targets_days": (90, 730)}


@dataclass(frozen=True, slots=True)
class Hook:
    """Who is told of a new edition: a command, or an address that gets a signed message."""

    command: tuple[str, ...] = ()
    webhook: str = ""
    secret_env: str = ""
    secret_file: str = ""


@dataclass(frozen=True, slots=True)
class PublishConfig:
    """What [publish] says; `options` go to the library that reaches the bucket."""

    destination: str = ""
    targets: tuple[str, ...] = ("web",)
    keep: int = 0
    timestamp_days: int = 7
    snapshot_days: int = 30
    targets_days: int = 90
    hub: str = ""
    topics: tuple[str, ...] = ("feed/atom.xml",)
    options: Mapping[str, object] = field(default_factory=dict)
    hooks: tuple[Hook, ...] = ()


def publish_config(table: Table) -> PublishConfig:
    """Read [publish], or refuse it with the key and the line."""
    table.only(tuple(each.name for each in fields(PublishConfig)))
    days = {key: table.number(key, usual, 1, most) for key, (usual, most) in _DAYS.items()}
    options = table.plain("options")
    for key in options:
        if _SECRETS.search(key):
            raise table.bad(
                f"“{table.name('options')}.{key}”看来是密钥，不能写在法规库里；请用环境变量给出", "options"
            )
    return PublishConfig(
        destination=table.text("destination", form=_DESTINATION, like="/srv/fagui 或 s3://桶/目录"),
        targets=table.texts("targets", form=_TARGET, like="web") or ("web",),
        keep=table.number("keep", 0, 0, 100_000),
        hub=table.text("hub", form=_URL, like="https://hub.example.cn/"),
        topics=table.texts("topics") or ("feed/atom.xml",),
        options=options,
        hooks=tuple(_hook(item) for item in table.tables("hooks")),
        **days,
    )


def _hook(table: Table) -> Hook:
    """Read one of [[publish.hooks]]."""
    if "secret" in table.values:
        raise table.bad(
            "密钥不能写在法规库里；请用 secret_env 指明环境变量，或用 secret_file 指明文件", "secret"
        )
    table.only(tuple(each.name for each in fields(Hook)))
    hook = Hook(
        table.texts("command"),
        table.text("webhook", form=_URL, like="https://example.gov.cn/hook"),
        table.text("secret_env", form=_NAME, like="FAGUI_HOOK_SECRET"),
        table.text("secret_file"),
    )
    if bool(hook.command) == bool(hook.webhook):
        raise table.bad("每个 hooks 写 command 或 webhook 中的一个")
    if hook.webhook and bool(hook.secret_env) == bool(hook.secret_file):
        raise table.bad(
            "webhook 要有密钥：secret_env（环境变量的名称）或 secret_file（文件）写一个", "webhook"
        )
    return hook

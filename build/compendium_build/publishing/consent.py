"""Consent to what corpus.toml says of publishing: it is a file that may have been sent.

A destination, options for a bucket (an address to which credentials go), a hub, a webhook with the secret
that signs for it: each reaches out of the corpus with the operator's means. So [publish] is used only as the
operator has agreed to it on this machine, and any later change of it asks again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

from compendium.library.config import Hook, PublishConfig
from compendium_build.edition.folders import write_whole

CONSENT = "consent.json"


def reaching_out(said: PublishConfig) -> dict[str, str]:
    """What the settings would have the program reach, by a name for people; empty when nothing."""
    found = {"目标（destination）": said.destination} if said.destination else {}
    found |= {f"存储桶的选项（options.{key}）": str(value) for key, value in sorted(said.options.items())}
    if said.hub:
        found["WebSub 中心（hub）"] = f"{said.hub} {' '.join(said.topics)}"
    found |= {f"通知（hooks）第 {number} 个": _hook(hook) for number, hook in enumerate(said.hooks, 1)}
    return found


def _hook(hook: Hook) -> str:
    if hook.command:
        return f"运行命令 {' '.join(hook.command)}"
    secret = f"环境变量 {hook.secret_env}" if hook.secret_env else f"文件 {hook.secret_file}"
    return f"发往 {hook.webhook}，用{secret}中的密钥签名"


def is_given(said: PublishConfig, folder: Path) -> bool:
    """Whether the operator has agreed to exactly these settings, or there is nothing to agree to."""
    wanted = reaching_out(said)
    return not wanted or _held(folder).get("sha256") == _digest(wanted)


def give(said: PublishConfig, folder: Path) -> None:
    """Remember that the operator agrees to these settings."""
    wanted = reaching_out(said)
    record = {"sha256": _digest(wanted), "settings": wanted}
    write_whole(folder / CONSENT, json.dumps(record, ensure_ascii=False, indent=1).encode())


def asking(said: PublishConfig, folder: Path) -> str:
    """What is asked of the operator: each setting, and against the last consent what has changed."""
    wanted, before = reaching_out(said), _held(folder).get("settings")
    old = before if isinstance(before, dict) else {}
    lines = [f"  {name}：{value}{_was(old, name, value)}" for name, value in wanted.items()]
    lines += [f"  {name}：（已删去，原为 {value}）" for name, value in old.items() if name not in wanted]
    return "\n".join(lines)


def _was(old: Mapping[str, str], name: str, value: str) -> str:
    if not old or old.get(name) == value:
        return ""
    return f"（原为 {old[name]}）" if name in old else "（新增）"


def _held(folder: Path) -> dict[str, object]:
    try:
        held = json.loads((folder / CONSENT).read_bytes())
    except (OSError, ValueError):
        return {}
    return held if isinstance(held, dict) else {}


def _digest(wanted: Mapping[str, str]) -> str:
    return hashlib.sha256(json.dumps(wanted, ensure_ascii=False, sort_keys=True).encode()).hexdigest()

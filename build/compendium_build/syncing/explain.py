"""What TUF found wrong, in plain words."""

from __future__ import annotations

import re

from tuf.api.exceptions import (
    BadVersionNumberError,
    DownloadError,
    DownloadHTTPError,
    DownloadLengthMismatchError,
    ExpiredMetadataError,
    LengthOrHashMismatchError,
    UnsignedMetadataError,
)
from tuf.api.serialization import DeserializationError

from compendium.problems import CompendiumError

_ROLES = {
    "timestamp": "时间戳（timestamp）",
    "snapshot": "快照（snapshot）",
    "targets": "版次清单的签名（targets）",
    "root": "根（root）",
}
_ROLE = re.compile(rf"\b({'|'.join(_ROLES)})\b")


class Untrusted(CompendiumError):
    """An edition is refused; `kind` says in one word why."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.kind = kind


def explained(error: Exception) -> Untrusted:
    """The refusal that an error of python-tuf stands for."""
    found = _ROLE.search(str(error))
    role = _ROLES[found[0]] if found else "签名文件"
    match error:
        case ExpiredMetadataError():
            return Untrusted(
                "expired",
                f"{role}已经过期：这份内容可能被人冻结在旧的状态，也可能是发布方没有按时续签，"
                "或者本机的时钟不对。不能当作现行内容使用。",
            )
        case BadVersionNumberError():
            return Untrusted(
                "rolled-back",
                f"{role}的版本号比本机见过的旧：这份内容被退回到了以前的状态（{error}）。",
            )
        case UnsignedMetadataError():
            return Untrusted("signature", f"{role}没有得到应有的密钥签名：内容被改过，或者不是原发布方签的。")
        case LengthOrHashMismatchError():
            return Untrusted("signature", f"{role}的内容与签过名的散列值不符，被改过或者不完整。")
        case DownloadLengthMismatchError():
            return Untrusted("signature", f"{role}大得不合理，已停止接收。")
        case DownloadHTTPError():
            return Untrusted("missing", f"缺少{role}，签名不完整。")
        case DeserializationError():
            return Untrusted("signature", f"{role}不是完整的 TUF 文件，被改过或者被截断。")
        case DownloadError():
            return Untrusted("unreachable", f"取不到{role}（{error.__cause__ or error}）。")
        case _:
            return Untrusted("signature", f"{role}不能用（{error}）。")

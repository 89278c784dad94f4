"""What the operating system refused, in the words of those who keep the corpus: where, what, what to do."""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_SYSTEM = {
    errno.ENOENT: "没有这个文件或目录",
    errno.EACCES: "没有权限，请检查文件和所在目录的权限",
    errno.EPERM: "没有权限，请检查文件和所在目录的权限",
    errno.EROFS: "所在磁盘只能读取，请换一个位置",
    errno.ENOSPC: "磁盘已满，腾出空间后重新运行",
    errno.EDQUOT: "超出了磁盘配额，腾出空间后重新运行",
    errno.EFBIG: "文件超出了系统允许的大小",
    errno.EIO: "磁盘读写出错，请检查磁盘",
    errno.ENXIO: "设备不存在或者没有就绪",
    errno.ENODEV: "设备不存在或者没有就绪",
    errno.ENOTDIR: "是文件，不是目录",
    errno.EISDIR: "是目录，不是文件",
    errno.EEXIST: "已经存在",
    errno.ENOTEMPTY: "目录不是空的",
    errno.ENAMETOOLONG: "名称太长，请改用较短的名称",
    errno.ELOOP: "符号链接绕成了圈，请检查链接",
    errno.EXDEV: "两个位置不在同一磁盘上，不能直接移动",
    errno.ETXTBSY: "文件正被运行或者占用，请稍后再试",
    errno.EBUSY: "正被别的程序占用，请稍后再试",
    errno.EAGAIN: "系统暂时没有余力（进程或者资源太多），请稍后再试",
    errno.EMFILE: "打开的文件太多，请放宽系统限制（ulimit -n）后重新运行",
    errno.ENFILE: "整个系统打开的文件太多，关闭一些程序后重新运行",
    errno.ENOMEM: "内存不足，关闭一些程序后重新运行",
    errno.EMLINK: "链接太多",
    errno.EINVAL: "系统不接受这个名称或者操作",
    errno.EILSEQ: "名称里有这个磁盘不能表示的字",
    errno.EBADF: "输出或者输入已经关闭",
    errno.EPIPE: "读取输出的一方已经关闭",
    errno.ESTALE: "网络磁盘上的文件已经失效，请重新连接磁盘",
    errno.ENOTSUP: "这个磁盘不支持这项操作",
    errno.ENOEXEC: "不是能在本机运行的程序",
    errno.E2BIG: "参数太长",
    errno.ENOTCONN: "网络连接已经断开",
    errno.ECONNREFUSED: "对方没有开放连接，请检查地址和端口",
    errno.ECONNRESET: "连接被对方断开，请稍后再试",
    errno.ECONNABORTED: "连接被断开，请稍后再试",
    errno.ETIMEDOUT: "等待超时，请检查网络后再试",
    errno.ENETUNREACH: "网络不通，请检查网络",
    errno.EHOSTUNREACH: "到不了对方主机，请检查网络",
    errno.EADDRINUSE: "地址或者端口已被占用，请换一个端口，或者先停止占用它的程序",
    errno.EADDRNOTAVAIL: "本机没有这个地址，请检查监听的地址",
    errno.EAFNOSUPPORT: "本机不支持这种网络地址",
}


_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


@contextmanager
def naming(path: Path | str) -> Iterator[None]:
    """Have a failure within say where it was, when it doesn't itself: that of writing has no name."""
    try:
        yield
    except (OSError, sqlite3.Error) as error:
        if getattr(error, "filename", None) is None:
            setattr(error, "filename", str(path))  # noqa: B010
        raise


def system_words(error: OSError) -> str:
    """Say what was refused, for which file, and the remedy; never in the system's own words."""
    place = place_of(error)
    reason = reason_of(error)
    return f"{place}：{reason}" if place else reason


def reason_of(error: OSError) -> str:
    """Say what was refused, and the remedy."""
    if error.errno in _SYSTEM:
        return _SYSTEM[error.errno]
    if isinstance(error, TimeoutError):
        return _SYSTEM[errno.ETIMEDOUT]
    if type(error).__name__ in ("gaierror", "herror"):
        return "找不到这个主机名，请检查地址和网络"
    return f"系统拒绝了操作（错误号 {error.errno}）" if error.errno else "系统拒绝了操作"


def place_of(error: OSError) -> str:
    """Return the file that an error is about; empty when that isn't known."""
    name = error.filename if error.filename is not None else error.filename2
    if error.errno in _FULL and error.filename2 is not None:  # copying names the source first
        name = error.filename2
    if name is None or isinstance(name, int):
        return ""
    return os.fsdecode(name) if isinstance(name, (bytes, str)) else str(name)

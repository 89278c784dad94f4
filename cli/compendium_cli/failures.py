"""What ends a command otherwise than well: its words, and its exit code."""

from __future__ import annotations

import os
import signal
import sqlite3
import traceback
from json import JSONDecodeError
from zipfile import BadZipFile

from compendium.law.problems import CompendiumError
from compendium.system import ending
from compendium.system.errors import system_words
from compendium_cli import streams

REFUSED, WRONG_USE, UNFORESEEN = 1, 2, 70
BROKEN_PIPE = 128 + signal.SIGPIPE
TRACEBACK = "COMPENDIUM_TRACEBACK"
_SQLITE = {
    sqlite3.SQLITE_FULL: "磁盘已满，腾出空间后重新运行",
    sqlite3.SQLITE_READONLY: "所在目录不能写入，请检查权限",
    sqlite3.SQLITE_CANTOPEN: "不能打开文件，请检查权限",
    sqlite3.SQLITE_IOERR: "磁盘读写出错，请检查磁盘",
    sqlite3.SQLITE_BUSY: "正被别的程序占用，请稍后再试",
    sqlite3.SQLITE_LOCKED: "正被别的程序占用，请稍后再试",
    sqlite3.SQLITE_NOMEM: "内存不足，关闭一些程序后重新运行",
    sqlite3.SQLITE_CORRUPT: "文件已损坏，请删去检索索引后重新生成",
    sqlite3.SQLITE_NOTADB: "文件已损坏，请删去检索索引后重新生成",
}


def tell(error: BaseException) -> int:
    """Say what ended the command, and what stands; return the exit code."""
    import click

    if isinstance(error, SystemExit):
        if isinstance(error.__context__, BrokenPipeError):  # click before 8.5 ends the program itself
            return _unread()
        return error.code if isinstance(error.code, int) else int(error.code is not None)
    if signum := _signal_behind(error):
        streams.give_up_output()
        streams.say(ending.words())
        return ending.exit_code(signum)
    match error:
        case click.exceptions.Exit():
            return error.exit_code
        case click.UsageError():
            from compendium_cli.wording import usage_message

            streams.say(usage_message(error))
            return WRONG_USE
        case BrokenPipeError():
            return _unread()
    streams.give_up_output()
    words = words_of(error)
    if words is None:
        return _unforeseen(error)
    streams.say("\n".join(filter(None, (f"错误：{words}", _standing()))))
    return REFUSED


def _signal_behind(error: BaseException) -> int:
    """The signal that ended the run, whatever became of it on the way; 0 when there was none."""
    import click

    if isinstance(error, ending.Interrupted):
        return error.signum
    if isinstance(error, (KeyboardInterrupt, click.Abort)):
        return signal.SIGINT
    return ending.signum_of_end()


def words_of(error: BaseException) -> str | None:
    """What went wrong, in words that people can act on; None for what nobody foresaw."""
    match error:
        case CompendiumError():
            return str(error)
        case sqlite3.Error():
            code = getattr(error, "sqlite_errorcode", 0) & 0xFF
            place = getattr(error, "filename", None) or "检索索引或者缓存"
            return f"{place}：{_SQLITE[code]}" if code in _SQLITE else None
        case OSError():
            return system_words(error)
        case MemoryError():
            return "内存不足：文件太大，或者同时运行的程序太多。关闭一些程序，或者把文件分开后重新运行"
        case RecursionError():
            return "文件里的内容嵌套得太深，不能处理。请在原来的程序中去掉多余的层次后再试"
        case UnicodeEncodeError():
            return (
                f"文字或者文件名里有不能用 UTF-8 表示的内容“{_shown(error)}”。请改用 UTF-8 的文件名或者文字"
            )
        case UnicodeDecodeError():
            return "文件不是 UTF-8 编码，不能读取。请另存为 UTF-8 后再试"
        case JSONDecodeError():
            return f"JSON 文件不合格式（第 {error.lineno} 行第 {error.colno} 列）。请改正或者重新生成这个文件"
        case BadZipFile():
            return "文件已损坏或者不是所说的格式，打不开。请重新保存后再试"
        case ValueError() if "XML compatible" in str(error):
            return "文字里有 XML 不能保存的控制字符。请删去看不见的字符后再试"
    return None


def _shown(error: UnicodeEncodeError) -> str:
    return str(error.object)[error.start : error.end].encode("utf-8", "backslashreplace").decode()


def _standing() -> str:
    return f"在此之前{ending.stands()}" if ending.happened() else ""


def _unread() -> int:
    """Nobody reads the output any more: quiet, unless something was done for good."""
    streams.give_up_output()
    if standing := _standing():
        streams.say(standing)
    return BROKEN_PIPE


def _unforeseen(error: BaseException) -> int:
    """Keep what developers need in a file, and show none of it."""
    if os.environ.get(TRACEBACK):
        traceback.print_exception(error)
        streams.say(_standing() or "没有改动。")
        return UNFORESEEN
    from compendium_cli.reports import keep_report

    streams.say(f"错误：程序遇到了没有料到的问题，已经停止。{_standing() or '没有改动。'}")
    kept = keep_report(error)
    if kept:
        streams.say(
            f"详情记在 {kept}（只有本用户能读）。请把这个文件发给维护本系统的人，并说明做了什么操作。"
        )
    else:
        streams.say(f"详情没能记下。请设置环境变量 {TRACEBACK}=1 重新运行，把输出发给维护本系统的人。")
    return UNFORESEEN

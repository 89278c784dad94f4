"""What comes back from a child: plain records in a frame, and nothing that a child could make us run."""

from __future__ import annotations

import io
import pickle
import struct
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Generic, TypeVar

T = TypeVar("T")
HEAD = struct.Struct("!cBQ")
"""Before each answer: a value or a failure, whether the child ends now, how many bytes follow."""

VALUE, FAILURE = b"v", b"f"


class How(StrEnum):
    """How a piece of work failed."""

    TIME = "time"
    MEMORY = "memory"
    DEPTH = "depth"
    SIZE = "size"
    CRASH = "crash"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Done(Generic[T]):
    """What the work made."""

    value: T


@dataclass(frozen=True, slots=True)
class Failed:
    """The work was ended or came to nothing; `detail` is for a report to those who maintain the program."""

    how: How
    detail: str = ""


Answer = Done[T] | Failed


class _Records(pickle.Unpickler):
    """Makes records of the named modules only.

    Pickle is several times faster here than any plain encoding of a tree of records. A child that a file has
    taken over runs as this user already and gains nothing from us; still it shall not be handed a door, so
    no function can be named, and no class but those of the records.
    """

    def __init__(self, data: bytes, modules: tuple[str, ...]) -> None:
        super().__init__(io.BytesIO(data))
        self._modules = modules

    def find_class(self, module: str, name: str) -> Any:
        """Give a class of the records; refuse everything else."""
        known = module in self._modules or module.startswith(tuple(f"{m}." for m in self._modules))
        if known and "." not in name:
            found = super().find_class(module, name)
            if isinstance(found, type):
                return found
        raise pickle.UnpicklingError(f"{module}.{name}")


def attempt(work: Callable[[Path], Any], path: Path) -> tuple[bytes, bytes, bool]:
    """Do one piece of work; whatever goes wrong becomes an answer, and the child isn't used again."""
    try:
        return VALUE, packed(work(path)), True
    except MemoryError:
        return FAILURE, How.MEMORY.encode(), False
    except RecursionError:
        return FAILURE, How.DEPTH.encode(), False
    except BaseException as error:
        return FAILURE, f"{How.ERROR} {_told(error)}".encode("utf-8", "replace"), False


def _told(error: BaseException) -> str:
    """The kind of an unforeseen error and where it arose, for those who maintain the program."""
    trace = error.__traceback__
    place = ""
    while trace is not None:
        file = Path(trace.tb_frame.f_code.co_filename)
        if "compendium" in str(file):
            place = f" {file.name}:{trace.tb_lineno}"
        trace = trace.tb_next
    return f"{type(error).__name__}{place}"


def packed(value: object) -> bytes:
    """A record as bytes."""
    return pickle.dumps(value, pickle.HIGHEST_PROTOCOL)


def unpacked(kind: bytes, payload: bytes, modules: tuple[str, ...]) -> Done[Any] | Failed:
    """The answer in a frame."""
    try:
        if kind == FAILURE:
            how, _, detail = payload.decode("utf-8", "replace").partition(" ")
            return Failed(How(how), detail[:300])
        return Done(_Records(payload, modules).load())
    except Exception as error:  # a child gone wrong may send anything
        return Failed(How.CRASH, f"{type(error).__name__}")

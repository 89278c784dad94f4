"""What is replaced in WeasyPrint for the book is not replaced for others."""

from __future__ import annotations

from threading import Thread
from types import SimpleNamespace

from compendium_build.print.weasy.patches import for_the_book, replace


def test_only_the_book_and_only_its_thread_see_what_was_replaced() -> None:
    owner = SimpleNamespace(said=lambda: "theirs")
    replace(owner, "said", lambda: "ours")
    replace(owner, "said", lambda: "again")
    seen: list[str] = [owner.said()]
    with for_the_book():
        seen.append(owner.said())
        other = Thread(target=lambda: seen.append(owner.said()))
        other.start()
        other.join()
    assert [*seen, owner.said()] == ["theirs", "ours", "theirs", "theirs"]

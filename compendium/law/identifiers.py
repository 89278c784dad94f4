"""Identifiers that are easily swapped, each a type of its own.

To the program that runs they are plain strings; to mypy no two of them are the same. One is made only at an
edge, where it is read (from XML, from a record), named, hashed or listed by the store: there `EId(words)`
says what the words are. Elsewhere it is handed on as it came. An identifier is a `str` wherever a `str` will
do; a `str` is no identifier. The path of a published page is `Page`, in `compendium_build`.
"""

from __future__ import annotations

from typing import Final, NewType

EId = NewType("EId", str)
"""Where a provision stands in one version: `art_10__para_2` (Akoma Ntoso Naming Convention 1.0, section 5).

Empty for the act as a whole. The parts of the meta block that are referred to have eIds too: `pmod_1`. Made
where XML is read, where provisions are numbered (`law/names.py`) and where words name one (`Citation.eid`).
"""

WId = NewType("WId", str)
"""Which provision it has always been: `art_10`, `art_10@2020-05-01` (the same, section 5).

It is the eId that a provision had at first, with the day after `@` where another had that number before. Made
where XML is read and where a provision is first named (`assign_ids`, `born_on`, `with_wids`).
"""

Uri = NewType("Uri", str)
"""A work, `/akn/cn-sh/act/difangxing-fagui/2020/mou-tiaoli`, or one expression of it, which ends in
`/zho@2020-05-01` (the same, section 4).

Made where XML is read and where a work is named (`WorkUri`, `expression_uri`).
"""

CorpusPath = NewType("CorpusPath", str)
"""The path of a file, relative to the corpus: `difangxing-fagui/mou-tiaoli/2020-05-01.xml`.

Made where the store lists files, and where a file is named (`expression_path`).
"""

Folder = NewType("Folder", str)
"""The folder of a work in the corpus, by which its pages are named too: `difangxing-fagui/mou-tiaoli`.

Made where a path or a URI is taken apart (`folder_of`, `parse_expression_path`, `WorkUri.folder`).
"""

Digest = NewType("Digest", str)
"""The name that git gives to the bytes of a file: `e69de29bb2d1d6434b8b29ae775ad8c2e48c5391`.

Made where bytes are hashed (`digest_of`) and where git lists what it holds.
"""

NO_EID: Final = EId("")
"""The eId of the act as a whole, and of what has not been named yet."""
NO_URI: Final = Uri("")
"""Where no work is named."""
NO_WID: Final = WId("")
"""The wId of what has not been named yet."""

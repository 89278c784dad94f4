"""Clauses to actions: what each form of the grammar orders."""

from __future__ import annotations

import re

from compendium.amending.instruction import Adjust, RepealAct
from compendium.amending.reading import forms_insert, forms_provisions, forms_words
from compendium.amending.reading.clause import Clause, Form, Ordered, named
from compendium.amending.reading.context import Context
from compendium.amending.reading.places import offset_of, tokens

_NUMBERS = re.compile("顺序|序号|条序|编号|目录|顺延")
_WORDING = re.compile("文字|标点|表述|用语|提法|名称")


def _adjust(clause: Clause, context: Context) -> list[Ordered]:
    words = str(tokens(clause.tree, "ADJUST")[0])
    numbers, wording = bool(_NUMBERS.search(words)), bool(_WORDING.search(words))
    return [(-1, Adjust(numbers, wording) if numbers or wording else Adjust(numbers=True, wording=True))]


def _shift(clause: Clause, context: Context) -> list[Ordered]:
    """The numbers follow from what is added or deleted."""
    act, _ = named(clause, context)
    return [(act, Adjust(numbers=True, wording=False))]


def _repeal(clause: Clause, context: Context) -> list[Ordered]:
    return [
        (offset_of(title), RepealAct(clause.named(offset_of(title))))
        for title in tokens(clause.sub("titles"), "T")
    ]


FORMS: dict[str, Form] = {
    **forms_provisions.FORMS,
    **forms_words.FORMS,
    **forms_insert.FORMS,
    "repeal": _repeal,
    "adjust": _adjust,
    "shift": _shift,
}
"""What each alternative of the grammar's `clause` orders, by its name."""


def actions_of(clause: Clause, context: Context) -> list[Ordered]:
    """Read what a clause orders.

    Raises:
        Misread: it orders nothing definite.
    """
    return FORMS[clause.form](clause, context)

"""Names by which the pages, the layout engine and the bound file know the same thing; loads none of them."""

from __future__ import annotations

IMAGES = "picture:"
"""How the addresses of pictures begin; their path in the corpus follows."""
BOOK = "book:"
"""How the addresses of places in the book begin; the name of the place follows."""
NOTE = "origin"
"""The class of the note at the foot of the first page of a text."""

FACES = ("serif", "serif-bold", "sans", "sans-bold")
"""The faces of the book."""
STAMPS = {"Folio": "serif", "Tab": "sans-bold"}
"""The faces of stamps, by the names that they go by on the pages."""
SHARED = ("pages", "document", "media", "bleed", "trim", *FACES)
"""What the book gives every part: what its pages hang on, the root of the structure, page boxes, fonts."""
OUTSIDE = 1_000_000_000
"""Numbers from here on name what the book gives: SHARED, then stamps, keys, actions of links."""


def shared_reference(name: str) -> bytes:
    """Return the reference that stands for something the book gives."""
    return b"%d 0 R" % (OUTSIDE + SHARED.index(name))

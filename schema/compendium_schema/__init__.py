"""The XML profile of the corpus: a RELAX NG schema, read as package data."""

from importlib.resources import files


def relaxng() -> bytes:
    """The RELAX NG schema of the profile, in XML syntax."""
    return files(__name__).joinpath("compendium.rng").read_bytes()

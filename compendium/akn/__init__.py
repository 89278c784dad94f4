"""Acts as Akoma Ntoso 1.0 files, in the project's profile and canonical form."""

from compendium.akn.read import BadXml, parse_act
from compendium.akn.write import write_act

__all__ = ["BadXml", "parse_act", "write_act"]

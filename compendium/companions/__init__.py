"""What staff keep beside the texts: technical standards, the catalogue of open government, 解读材料."""

from compendium.companions.disclosure import DISCLOSURE_FILE, Disclosed, read_disclosure
from compendium.companions.interpretations import (
    INTERPRETATIONS_FILE,
    Form,
    Interpretation,
    read_interpretations,
)
from compendium.companions.reading import Companions, read_companions
from compendium.companions.standards import STANDARDS_FILE, Standard, StandardStatus, read_standards

__all__ = [
    "DISCLOSURE_FILE",
    "INTERPRETATIONS_FILE",
    "STANDARDS_FILE",
    "Companions",
    "Disclosed",
    "Form",
    "Interpretation",
    "Standard",
    "StandardStatus",
    "read_companions",
    "read_disclosure",
    "read_interpretations",
    "read_standards",
]

"""Pictures by what their bytes are: rebuilt from what a picture needs, or refused by name."""

from compendium.media.picture import FILES, PICTURES, NotAPicture, Picture, clean_picture, fault_of, suffix_of

__all__ = ["FILES", "PICTURES", "NotAPicture", "Picture", "clean_picture", "fault_of", "suffix_of"]

"""What all forms of publication share: the edition, its addresses, artifacts, templates and words."""

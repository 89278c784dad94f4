"""The other end of publishing: an edition is mirrored and proved whole, authentic, new and current."""

"""The build chain: everything that is published from a corpus."""

"""A corpus of an earlier format brought to the present one: steps in a row, proved, in one commit."""

"""The vocabulary of the field, each fact once: acts, kinds, names, numerals, days, citations, time line."""

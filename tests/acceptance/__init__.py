"""The whole system on real texts: what goes in, what comes out, how long it takes.

    python -m tests.acceptance [--without-print] [--data FOLDER] [--out FOLDER]

Everything is done through the command line, as staff would; what it made is then measured by other means.
"""

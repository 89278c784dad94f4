"""Files as people send them, damaged at random but repeatably, put through the intake.

    python -m tests.fuzz [--seed N] [--minutes M] [--without-bombs]

Whatever is made of a file, it must come out as a draft, or as a refusal in Chinese that names it, within the
bounds of time and memory.
"""

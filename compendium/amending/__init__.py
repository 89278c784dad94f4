"""Amendments: from the words of a 修改决定 to operations, and from those to the amended text.

`reading` turns a decision into instructions in its own terms; `applying` ties them to the text in force and
carries them out; `repair` follows the references. What is not understood is refused, with its words.
"""

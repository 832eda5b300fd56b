"""The commands of ``python -m app``, one file each: a command adds its options to the parser, reads
them, does its work and says what it did. A refused option is one line, which says what is allowed.
What they have in common while races run stands in `racing`.
"""

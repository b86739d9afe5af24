"""Pure parsers of the values that tickets hold: numbers, money, dates, names, negations; no ticket, no engine.

Every parser returns spans whose `start` and `end` are offsets into the text it was given.
"""

"""The searchers, one file each: where each of them asks for a score next.

A searcher is a `strategies.strategy.Strategy`: it is asked for a configuration, and told its score.
A file ends with what the searcher says of itself, its ``SEARCHER``: so it is found
(`strategies.registry`), by no further list.
"""

"""The searchers, one file each: where each of them asks for a score next.

A searcher is a `strategies.strategy.Strategy`: it is asked for a configuration, and told its score.
"""

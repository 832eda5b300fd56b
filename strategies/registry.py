"""All searchers, found where their files lie."""

from collections.abc import Iterable, Mapping
from importlib import import_module
from pkgutil import iter_modules
from types import MappingProxyType

from strategies import early, searchers
from strategies.searcher import Searcher


def found(names: Iterable[str]) -> Mapping[str, Searcher]:
    """Return the searchers of the modules with these names, by key: those that keep no model first,
    those that stop trainings early last, and by title among their like.

    A module without a ``SEARCHER`` is none.

    Raises
    ------
    ValueError
        If two searchers have one key.
    """
    modules = [import_module(name) for name in names]
    entries = [module.SEARCHER for module in modules if hasattr(module, "SEARCHER")]
    keys = [entry.key for entry in entries]
    for key in keys:
        if keys.count(key) > 1:
            raise ValueError(f"two searchers have the key {key!r}")
    entries.sort(key=lambda entry: (entry.early, entry.mind != "nothing", entry.title))
    return MappingProxyType({entry.key: entry for entry in entries})


SEARCHERS = found(
    f"{package.__name__}.{module.name}"
    for package in (searchers, early)
    for module in iter_modules(package.__path__)
)
"""The searchers by key."""

RACE = ("grid", "random", "bayes")
"""Which of them race where nobody says otherwise, in the order of their lanes."""

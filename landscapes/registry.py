"""All families of landscapes, found where their files lie."""

from collections.abc import Iterable, Mapping
from importlib import import_module
from pkgutil import iter_modules
from types import MappingProxyType

from landscapes import formula
from landscapes.formula.family import Family


def found(names: Iterable[str]) -> Mapping[str, Family]:
    """Return the families of the modules with these names, by key, in the order of their streams.

    A module without a ``FAMILY`` is none.

    Raises
    ------
    ValueError
        If two families have one key or one stream.
    """
    modules = [import_module(name) for name in names]
    families = [module.FAMILY for module in modules if hasattr(module, "FAMILY")]
    for attribute in ("key", "stream"):
        values = [getattr(family, attribute) for family in families]
        for value in values:
            if values.count(value) > 1:
                raise ValueError(f"two families of landscapes have the {attribute} {value!r}")
    return MappingProxyType({f.key: f for f in sorted(families, key=lambda f: f.stream)})


REGISTRY = found(f"{formula.__name__}.{module.name}" for module in iter_modules(formula.__path__))
"""The families by key."""

FAMILIES = tuple(REGISTRY)
"""Their keys."""

"""Families are found where their files lie, each with a random stream of its own."""

import sys
from dataclasses import replace
from types import ModuleType

import pytest

from landscapes import FAMILIES, REGISTRY, make_landscape
from landscapes.registry import found


@pytest.fixture
def module(monkeypatch):
    """Put modules with these families where they can be imported, and give their names."""

    def put(*families):
        names = []
        for number, family in enumerate(families):
            made = ModuleType(f"made_up_{number}")
            if family is not None:
                made.FAMILY = family
            monkeypatch.setitem(sys.modules, made.__name__, made)
            names.append(made.__name__)
        return names

    return put


def test_each_family_keeps_its_stream():
    assert {key: family.stream for key, family in REGISTRY.items()} == {
        "smooth": 0,
        "bumpy": 1,
        "one-knob": 2,
        "corner": 3,
        "needle": 4,
        "plateau": 5,
        "two-optima": 6,
    }
    assert tuple(REGISTRY) == FAMILIES


def test_a_further_file_changes_no_landscape_wherever_it_stands(module, monkeypatch):
    new = replace(REGISTRY["smooth"], key="new", stream=17)
    more = found(module(new, *reversed(REGISTRY.values()), None))
    assert tuple(more) == (*FAMILIES, "new")
    before = make_landscape("bumpy", 3).score([0.3, 0.7])
    monkeypatch.setattr("landscapes.landscape.REGISTRY", more)
    assert make_landscape("bumpy", 3).score([0.3, 0.7]) == before


@pytest.mark.parametrize(("attribute", "value"), [("key", "bumpy"), ("stream", 1)])
def test_what_is_taken_is_refused(module, attribute, value):
    names = module(*REGISTRY.values(), replace(REGISTRY["smooth"], key="new", stream=19))
    assert len(found(names)) == 1 + len(FAMILIES)
    clash = replace(REGISTRY["smooth"], **({"key": "new", "stream": 19} | {attribute: value}))
    with pytest.raises(
        ValueError, match=f"two families of landscapes have the {attribute} {value!r}"
    ):
        found(module(*REGISTRY.values(), clash))

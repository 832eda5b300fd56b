"""What a searcher says: a kind of sentence and its figures."""

from collections.abc import Mapping
from typing import Any, TypeAlias

Said: TypeAlias = tuple[str, Mapping[str, Any]]
"""A kind of sentence, and its figures: who shows it has the words, or takes the searcher's."""

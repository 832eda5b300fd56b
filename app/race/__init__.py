"""One race: run from its settings (`race`), told in sentences (`story`), as a table (`trials`).

What the browser gets of it is its recording (`payload`).
"""

from app.race.race import Race, landscape_of, run, searchers_of

__all__ = ["Race", "landscape_of", "run", "searchers_of"]

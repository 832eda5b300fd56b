"""Many races: which (`plan`), one of them (`outcome`), all of them (`running`), what they show.

That is counted (`statistics`) and told: in words (`words`), as a table (`table`), as a figure
(`figure`) and for the browser (`as_json`).
"""

from app.settings.size import MAX_RACES
from app.tournament.outcome import (
    ENTRANTS,
    Failure,
    Outcome,
    Result,
    Track,
    outcome_of,
    typical_score,
)
from app.tournament.plan import Plan
from app.tournament.running import CHUNK, IN_FLIGHT, Cancel, Tournament, run_tournament

__all__ = [
    "CHUNK",
    "ENTRANTS",
    "IN_FLIGHT",
    "MAX_RACES",
    "Cancel",
    "Failure",
    "Outcome",
    "Plan",
    "Result",
    "Tournament",
    "Track",
    "outcome_of",
    "run_tournament",
    "typical_score",
]

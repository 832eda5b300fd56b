"""Many races: planned and run (`running`), counted (`statistics`), and told.

In words (`words`), as a table (`table`), as a figure (`figure`) and for the browser (`as_json`).
"""

from app.tournament.running import (
    CHUNK,
    ENTRANTS,
    IN_FLIGHT,
    MAX_RACES,
    Cancel,
    Failure,
    Outcome,
    Plan,
    Result,
    Tournament,
    Track,
    outcome_of,
    run_tournament,
    typical_score,
)

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

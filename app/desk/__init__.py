"""The desk: a question in, its answer out.

A question is what a link, a form, a terminal or another program says; it is not trusted. What a
desk answers is a pure function of that:

    question (settings, a plan) -> desk -> recording of numbers -> browser: maps, curves, words

So ``recording(Question.read(values).settings)`` answers the values of a link.

There is no page here, no thread and no process: the server keeps answers and shares them out to
processes (`app.server`), a script or a worker in a browser asks by itself. A tournament is run one
race a step, so that whoever runs it can do something else in between, or stop.
"""

from app.desk.races import (
    LaneQuestion,
    Question,
    failed,
    ground_of,
    lanes,
    measured_table,
    page_of,
    put_together,
    race,
    recording,
    with_head,
)
from app.desk.tournaments import (
    ACTIONS,
    FILES,
    saved_picture,
    saved_table,
    tournament,
    tournament_answer,
    tournament_question,
    tournament_reply,
)

__all__ = [
    "ACTIONS",
    "FILES",
    "LaneQuestion",
    "Question",
    "failed",
    "ground_of",
    "lanes",
    "measured_table",
    "page_of",
    "put_together",
    "race",
    "recording",
    "saved_picture",
    "saved_table",
    "tournament",
    "tournament_answer",
    "tournament_question",
    "tournament_reply",
    "with_head",
]

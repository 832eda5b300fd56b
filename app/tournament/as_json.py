"""A tournament, and the races in it, as plain values for JSON: what the browser gets."""

from __future__ import annotations

import gzip
import json
import math
from typing import Any

import numpy as np

from app.settings.lanes import title_of
from app.settings.size import TARGETS
from app.tournament import words
from app.tournament.comparisons import Pair
from app.tournament.curves import Curve, minutes_to
from app.tournament.entrants import Entrant
from app.tournament.estimates import Estimate, Share
from app.tournament.outcome import Outcome, Track
from app.tournament.statistics import Summary


def as_dict(summary: Summary) -> dict[str, Any]:
    """All of a summary, numbers to five digits; None for NaN and never."""
    return {
        "settings": summary.plan.settings.values(),
        "unit": summary.plan.settings.unit,
        "measured": summary.plan.settings.measured,
        "races": summary.plan.races,
        "first_seed": summary.plan.first_seed,
        "vary": summary.plan.vary,
        "done": len(summary.seeds),
        "failed": summary.failed,
        "seeds": list(summary.seeds),
        "tolerance": summary.tolerance,
        "confidence": summary.confidence,
        "intervals": "shares: Wilson; medians: percentile bootstrap",
        "entrants": {name: _entrant_dict(one) for name, one in summary.entrants.items()},
        "pairs": [_pair_dict(pair) for pair in summary.pairs],
        "firsts": {
            "alone": {name: _share_dict(one) for name, one in summary.firsts.alone.items()},
            "level": _share_dict(summary.firsts.level),
        },
        "words": {
            "headline": words.headline(summary),
            "others": words.others(summary),
            "circumstances": words.circumstances(summary),
            "comparisons": words.comparisons(summary),
            "caution": words.caution(summary),
            "models": " ".join(filter(None, (words.models(summary), words.selection(summary)))),
        },
    }


def plain(value: Any) -> Any:
    """A number, or an array of numbers, to five significant digits; None for NaN and infinity."""
    if isinstance(value, np.ndarray):
        return [plain(one) for one in value.tolist()]
    return float(f"{value:.5g}") if math.isfinite(value) else None


def _share_dict(share: Share) -> dict[str, Any]:
    low, high = plain(share.low), plain(share.high)
    return {"count": share.count, "of": share.of, "low": low, "high": high}


def _estimate_dict(estimate: Estimate) -> dict[str, Any]:
    return {name: plain(value) for name, value in vars(estimate).items()}


def _curve_dict(curve: Curve) -> dict[str, Any]:
    return {name: plain(values) for name, values in vars(curve).items()}


def _entrant_dict(entrant: Entrant) -> dict[str, Any]:
    return {
        "title": title_of(entrant.name),
        "budget": entrant.budget,
        "minutes": plain(entrant.minutes),
        "since": entrant.since,
        "score": _curve_dict(entrant.score),
        "regret": _curve_dict(entrant.regret),
        "final": plain(entrant.final),
        "final_score": _estimate_dict(entrant.final_score),
        "final_regret": _estimate_dict(entrant.final_regret),
        "trials": entrant.trials,
        "targets": [
            {
                "share": target.share,
                "reached": _share_dict(target.reached),
                "half": _estimate_dict(target.half),
                "ecdf": plain(target.ecdf),
            }
            for target in entrant.targets
        ],
    }


def _pair_dict(pair: Pair) -> dict[str, Any]:
    return {
        "first": pair.first,
        "second": pair.second,
        "wins": _share_dict(pair.wins),
        "ties": _share_dict(pair.ties),
        "losses": _share_dict(pair.losses),
        "margin": _estimate_dict(pair.margin),
        "better": pair.better,
    }


def present(summary: Summary, race: Outcome) -> dict[str, Any]:
    """The race on screen among the races of a tournament."""
    return {
        **drawn(race),
        "sentences": [
            words.standing(summary, race, a, b).sentence for a, b in words.compared(summary.plan)
        ],
        "minutes": {
            name: [plain(minutes_to(track, race.target(share))) for share in TARGETS]
            for name, track in race.tracks.items()
        },
    }


def drawn(outcome: Outcome) -> dict[str, Any]:
    """A race as lines: for each entrant the minutes in which its best score changed, and to what.

    With noise the true score of the incumbent may fall.
    """
    return {
        "seed": outcome.seed,
        "optimum": plain(outcome.optimum),
        "lines": {name: _steps(track) for name, track in outcome.tracks.items()},
    }


def _steps(track: Track) -> list[list[float]]:
    changed = np.flatnonzero(np.diff(track.score, prepend=np.nan) != 0)
    return [plain(track.finish[changed]), plain(track.score[changed])]


def packed(value: Any) -> bytes:
    """A value as gzip-compressed JSON."""
    text = json.dumps(value, allow_nan=False, separators=(",", ":"))
    return gzip.compress(text.encode(), compresslevel=5, mtime=0)

"""Everything that decides a race, and the one place where its limits are written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Self

import param

from app.settings import grounds
from app.settings.checked import Checked, Pairs, Refusal
from app.settings.lanes import Lanes, all_lanes, all_options, option_name
from app.settings.values import shortened
from app.words import say
from landscapes.measured import Source
from strategies import RACE
from strategies.race import MOST_WORKERS

FIRST = "smooth"
"""The landscape where nobody chose one."""


class Spend(param.Integer[Any]):
    """A budget: whole units of a landscape's cost. Its bounds are those of GPU-minutes; on measured
    landscapes there are others (`budget_on`)."""

    def _validate_bounds(self, val: Any, bounds: Any, inclusive_bounds: Any) -> None:
        widest = (1, max(grounds.MOST_BUDGET, bounds[1]))
        super()._validate_bounds(val, widest, inclusive_bounds)


class Circumstances(Checked):
    """What all searchers of a race have in common."""

    landscape: param.Selector[str] = param.Selector(
        default=FIRST,
        objects=grounds.titles(),
        constant=True,
        label="Score landscape",
        doc=grounds.about(),
    )
    seed = param.Integer(
        default=7,
        bounds=(0, 999_999),
        constant=True,
        label="Seed",
        doc="Another seed is another landscape of the same family, and other darts.",
    )
    darts = param.Integer(
        default=None,
        allow_None=True,
        bounds=(0, 999_999),
        constant=True,
        label="Luck (seed of darts and noise)",
        doc="Another luck: other darts, shuffles and noise on the same landscape. Empty: the seed.",
    )
    budget = Spend(
        default=grounds.BY_FORMULA.usual,
        bounds=(grounds.BY_FORMULA.low, grounds.BY_FORMULA.high),
        step=grounds.BY_FORMULA.step,
        constant=True,
        label="Budget (GPU-minutes)",
        doc="What each searcher may spend. A trial costs 6 GPU-minutes on average over the plane.",
    )
    cost: param.Selector[str] = param.Selector(
        default="varying",
        objects={"Varies: small learning rates train longer": "varying", "Constant": "constant"},
        constant=True,
        label="Cost of a trial",
        doc="Varying: from 3.3 GPU-minutes at the largest learning rate to 9.9 at the smallest. "
        "Constant: 6.",
    )
    noise = param.Number(
        default=0.0,
        bounds=(0.0, 0.1),
        step=0.005,
        constant=True,
        label="Noise (standard deviation of a score)",
        doc="What another training seed would change. With noise, the Gaussian process learns "
        "the noise variance.",
    )
    workers = param.Integer(
        default=1,
        bounds=(1, MOST_WORKERS),
        step=1,
        constant=True,
        label="Workers (trainings at the same time)",
        doc="All are reserved from the start, and paid while they stand idle: the budget is "
        "workers × time on the wall clock.",
    )
    pauses: param.Selector[str] = param.Selector(
        default="resume",
        objects={
            "Go on where they stopped": "resume",
            "Begin again, and pay again": "restart",
        },
        constant=True,
        label="Trainings that were stopped and go on",
        doc="Only methods that stop trainings early let some go on later. Who can't store a model "
        "trains it again. Population-based training always goes on: it copies models.",
    )
    knobs = param.Integer(
        default=2,
        bounds=(1, 2),
        step=1,
        constant=True,
        label="Knobs",
        doc="With one knob lanes are curves, and the model is a band around a line: the picture to "
        "begin with.",
    )


class RaceSettings(Circumstances):
    """The settings of one race: its circumstances, its lanes, and the options of each lane.

    They are immutable, hashable, equal when all values are equal.

    >>> RaceSettings(landscape="bumpy", seed=3).values()["landscape"]
    'bumpy'
    >>> RaceSettings(lanes=["bayes", "bayes.2"], **{"bayes.2.xi": 0.1}).options("bayes.2").xi
    0.1
    """

    lanes = Lanes(
        default=RACE,
        constant=True,
        label="Lanes",
        doc="The searchers that race, by their keys; a second lane of one is called bayes.2.",
    )

    def __init__(self, **values: Any) -> None:
        named = all_options()
        common = {name: v for name, v in values.items() if name not in named}
        ground = self.ground(common)
        if grounds.is_measured(ground):
            for refusal in _leave_unfit(dict(common), ground):
                raise ValueError(refusal.reason)
            common = grounds.usual(ground) | common
        super().__init__(**common)
        options: dict[str, dict[str, Any]] = {lane: {} for lane in self.lanes}
        for name in values.keys() & named.keys():
            lane, option, _ = named[name]
            if lane not in options:
                raise ValueError(idle(name, values[name], self.lanes))
            options[lane][option] = self.checked(name, values[name])
        self._options = {
            lane: all_lanes()[lane].options(**given) for lane, given in options.items()
        }

    def options(self, lane: str) -> Any:
        """The options of a lane's searcher, an instance of its `strategies.searcher.Options`.

        Raises
        ------
        KeyError
            If this race has no such lane.
        """
        return self._options[lane]

    def __getattr__(self, name: str) -> Any:
        """An option by what it is called: ``settings.xi`` is that of the lane ``bayes``."""
        lane, option, _ = all_options().get(name, (None, "", None))
        try:
            return getattr(self.__dict__["_options"][lane], option)
        except KeyError:
            raise AttributeError(f"these settings have no {name}") from None

    @property
    def luck(self) -> int:
        """The seed of all that is drawn in a race beside its landscape."""
        return int(self.seed if self.darts is None else self.darts)

    @property
    def resumes(self) -> bool:
        """Whether trainings that were stopped go on where they were."""
        return bool(self.pauses == "resume")

    @property
    def title(self) -> str:
        """What a race is called: ``Bumpy, seed 7``; perhaps with ``..., luck 3, 4 workers``."""
        which = grounds.title_of(self.landscape)
        many = f", {self.workers} workers" if self.workers > 1 else ""
        if self.measured:
            return f"{which}, luck {self.luck}{many}"
        own = "" if self.darts is None else f", luck {self.darts}"
        one = ", one knob" if self.knobs == 1 else ""
        return f"{which}{one}, seed {self.seed}{own}{many}"

    @property
    def measured(self) -> bool:
        """Whether the landscape was measured: then the seed is that of luck alone."""
        return grounds.is_measured(self.landscape)

    @property
    def unit(self) -> str:
        """The unit of costs and of the budget."""
        return grounds.budgets(self.landscape).unit

    # ---- By name -----------------------------------------------------------------------------

    @classmethod
    def names(cls, lanes: Iterable[str] = RACE) -> tuple[str, ...]:
        """The names of all values in a race of these lanes: first what they have in common."""
        return (*super().names(), *options_of(lanes))

    @classmethod
    def further(cls) -> tuple[str, ...]:
        """The names of options of all other lanes that there can be."""
        return tuple(name for name in all_options() if name not in cls.names())

    @classmethod
    def known(cls, name: str) -> bool:
        """Whether some race has a value of this name."""
        return name in all_options() or super().known(name)

    @classmethod
    def ground(cls, values: Mapping[str, Any]) -> str:
        """The landscape: what a budget may be hangs on it."""
        said = values.get("landscape")
        known = isinstance(said, str) and said in cls.param["landscape"].objects
        return str(said if known else cls.param["landscape"].default)

    @classmethod
    def limiting(cls, name: str, ground: str | None) -> param.Parameter[Any]:
        """What a value may be on a landscape."""
        return budget_on(ground) if name == "budget" and ground else cls.parameter(name)

    @classmethod
    def parameter(cls, name: str) -> param.Parameter[Any]:
        """What one of the values may be."""
        return all_options()[name][2] if name in all_options() else super().parameter(name)

    @classmethod
    def form(cls, lanes: Iterable[str] = RACE, landscape: str = FIRST) -> list[dict[str, Any]]:
        """An entry for each value that a form asks for: all of a race's but its lanes."""
        return [cls.entry(name, landscape) for name in cls.names(lanes) if name != "lanes"]

    @classmethod
    def entry(cls, name: str, ground: Any = FIRST) -> dict[str, Any]:
        """What a form needs of one value: of which lane it is, too; knobs go by their names. What a
        landscape leaves no choice of is `fixed`, by a sentence that says why."""
        entry = super().entry(name, ground) | {
            "lane": all_options()[name][0] if name in all_options() else None
        }
        knobs = grounds.names_of_knobs(ground)
        for place, knob in zip(("first knob", "second knob"), knobs, strict=False):
            entry["label"] = entry["label"].replace(place, knob)
        if name in grounds.fixed(ground):
            which = grounds.title_of(ground)
            entry["fixed"] = (
                say("fixed.darts", landscape=which)
                if name == "darts"
                else say("fixed", landscape=which)
            )
        if name == "landscape":
            entry["grounds"] = grounds.described()
        if name == "seed" and grounds.is_measured(ground):
            entry |= {"label": say("luck"), "help": say("luck.means")}
        return entry

    @classmethod
    def defaults(cls, lanes: Iterable[str] = RACE, landscape: str = FIRST) -> dict[str, Any]:
        """All values of a race of these lanes, on a landscape, where nobody said otherwise."""
        values = {name: cls.parameter(name).default for name in cls.names(lanes)}
        return values | {"lanes": list(RACE)} | grounds.usual(landscape)

    @classmethod
    def sifted(cls, values: Pairs) -> tuple[Self, list[Refusal]]:
        """Likewise; an option of a lane that doesn't race is refused, too, and what a measured
        landscape leaves no choice of."""
        accepted, refusals = cls.accepted(values)
        refusals += _leave_unfit(accepted, cls.ground(accepted))
        refusals += _leave_idle(accepted, accepted.get("lanes", RACE))
        return cls(**accepted), refusals

    @classmethod
    def over(cls, usual: Mapping[str, Any], values: Pairs) -> tuple[Self, list[str]]:
        """Settings like the `usual` ones but for untrusted values, and the sentence of each
        refusal; usual ones that fit no longer give way."""
        accepted, refusals = cls.accepted(values, usual)
        ground = cls.ground({**usual, **accepted})
        refusals += _leave_unfit(accepted, ground, usual.get("lanes", RACE))
        below = dict(usual)
        if not grounds.alike(ground, cls.ground(usual)):
            for name in ("budget", *grounds.UNTOLD):
                below.pop(name, None)
        _leave_unfit(below, ground)
        lanes = accepted.get("lanes", below.get("lanes", RACE))
        refusals += _leave_idle(accepted, lanes)
        _leave_idle(below, lanes)
        return cls(**below | accepted), [refusal.sentence for refusal in refusals]

    def values(self) -> dict[str, Any]:
        """All values by name, in the order of `names`."""
        own = {name: getattr(self, name) for name in super().names()}
        return (
            own
            | {"lanes": list(self.lanes)}
            | {
                called: getattr(self._options[lane], option)
                for called, (lane, option) in options_of(self.lanes).items()
            }
        )

    def told(self) -> dict[str, Any]:
        """The values that say something of the race: all but what its landscape leaves no choice
        of."""
        untold = grounds.UNTOLD if self.measured else ()
        return {name: value for name, value in self.values().items() if name not in untold}

    def changed(self) -> dict[str, Any]:
        """Only what differs from the defaults: what a link has to carry."""
        defaults = self.defaults(self.lanes, self.landscape)
        return {name: v for name, v in self.values().items() if v != defaults[name]}


def options_of(lanes: Iterable[str]) -> Mapping[str, tuple[str, str]]:
    """The lane and the own name of each option of these lanes, by what it is called."""
    return {
        option_name(lane, option): (lane, option)
        for lane in lanes
        for option in all_lanes()[lane].parameters
    }


def _leave_idle(values: dict[str, Any], lanes: Iterable[str]) -> list[Refusal]:
    """Take the options of other lanes out of values; a refusal for each."""
    refusals = []
    for name in [name for name in values if name in all_options()]:
        if all_options()[name][0] not in lanes:
            reason = idle(name, values.pop(name), lanes)
            refusals.append(Refusal(name, reason, say("refused.ignored", refusal=reason)))
    return refusals


def _leave_unfit(
    values: dict[str, Any], ground: str, usual_lanes: Iterable[str] = RACE
) -> list[Refusal]:
    """Take out of values what a measured landscape leaves no choice of; a refusal for each that
    says otherwise. Lanes that can't race there are refused as a whole."""
    refusals = []
    for name, only in grounds.fixed(ground).items():
        if name in values and values.pop(name) != only:
            which = grounds.title_of(ground)
            reason = (
                say("refused.fixed.darts", name=name, landscape=which)
                if name == "darts"
                else say("refused.fixed", name=name, landscape=which)
            )
            refusals.append(Refusal(name, reason, say("refused.ignored", refusal=reason)))
    unable = grounds.unable(ground)
    lanes = values.get("lanes", usual_lanes)
    for lane in lanes if isinstance(lanes, list | tuple) else ():
        if lane in unable:
            values.pop("lanes", None)
            reason = say(
                "refused.unable",
                lanes=list(lanes),
                who=lane,
                landscape=grounds.title_of(ground),
                why=unable[lane],
            )
            return [*refusals, Refusal("lanes", reason, say("refused.ignored", refusal=reason))]
    return refusals


@cache
def budget_on(landscape: str) -> param.Parameter[Any]:
    """What a budget may be on a landscape."""
    may = grounds.budgets(landscape)
    given = RaceSettings.param["budget"]
    return Spend(
        default=may.usual,
        bounds=(may.low, may.high),
        step=may.step,
        label=say("budget", unit=may.unit),
        doc=say("budget.means", cost=may.training, unit=may.unit)
        if grounds.is_measured(landscape)
        else given.doc,
    )


def offer(file: Path) -> Source:
    """Let somebody's own measurements be raced on, as the landscape ``own``.

    Raises
    ------
    ValueError, OSError
        As `app.settings.grounds.offer`.
    """
    found = grounds.offer(file)
    RaceSettings.param["landscape"].objects = grounds.titles()
    RaceSettings.param["landscape"].doc = grounds.about()
    budget_on.cache_clear()
    return found


def idle(name: str, value: Any, lanes: Iterable[str]) -> str:
    """Why an option isn't taken whose lane doesn't race."""
    lane = all_options()[name][0]
    return say("refused.idle", name=name, value=shortened(value), lane=lane, lanes=list(lanes))


LATER = ("workers", "pauses", "knobs", "pretence")
"""Settings that recordings of earlier versions don't have: their default stands for them."""

NAMES: tuple[str, ...] = RaceSettings.names()
"""The names of the settings of the race that runs where nobody chose its lanes."""


def allowed(name: str) -> str:
    """What a setting may be, in words: ``"a whole number from 30 to 360"``."""
    return RaceSettings.allowed(name)


def read_settings(values: Pairs) -> tuple[RaceSettings, list[str]]:
    """Settings from untrusted values, and a sentence for each that was refused."""
    return RaceSettings.read(values)


def form(lanes: Iterable[str] = RACE, landscape: str = FIRST) -> list[dict[str, Any]]:
    """The settings of a race of these lanes, on a landscape, as the page's form needs them."""
    return RaceSettings.form(lanes, landscape)

"""How many times a second “Why here?” is answered while the pointer moves.

    python tests/benchmarks/pointing.py

A saved page stands at the end of a race, where the model knows most trials, with “Why here?” beside
the maps. In each frame of the browser a pointer moves on over a map; an answer is counted when the
card tells another spot. Beside it stands the processor time of the page's main thread for an
answer, which others on the machine lengthen less: 16.7 ms of it would be 60 answers a second. The
same with a processor that is slowed down four times, as a phone's is.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from playwright.sync_api import CDPSession, Page, ViewportSize, sync_playwright

from app.page.saved_page import saved_page
from app.race import run
from app.settings import RaceSettings
from tests.app.reading import SETTLE
from tests.browser import FLAGS, find_browser

SIZE: ViewportSize = {"width": 1280, "height": 720}
MOVES = 90  # of the pointer in a round, one a frame

MOVE = """async ([moves]) => {
  const find = (node, name) => node.querySelector(name) ?? [...node.querySelectorAll("*")]
    .map((element) => element.shadowRoot && find(element.shadowRoot, name)).find(Boolean)
  const map = find(document, "[data-plot=map_mean]")
  const line = find(document, ".mind .lined")
  const place = map?.getClientRects().length ? map : line
  const {left, top, width, height} = place.getBoundingClientRect()
  const spot = find(document, ".why .spot b")
  const frame = () => new Promise(requestAnimationFrame)
  let answers = 0
  const began = performance.now()
  for (let i = 0; i < moves; i++) {
    const clientX = left + width * (0.35 + 0.5 * (i / moves))
    const clientY = top + height * (0.5 + 0.3 * Math.sin(i / 9))
    const before = spot.textContent
    const pointer = {clientX, clientY, pointerType: "mouse", bubbles: true}
    place.dispatchEvent(new PointerEvent("pointermove", pointer))
    await frame()
    if (spot.textContent !== before) answers += 1
  }
  return {answers, seconds: (performance.now() - began) / 1000}
}"""


def used(session: CDPSession) -> tuple[float, float]:
    """Milliseconds of a processor that the page's main thread has used: all, and for its code."""
    metrics: list[dict[str, Any]] = session.send("Performance.getMetrics")["metrics"]
    named = {one["name"]: 1000 * float(one["value"]) for one in metrics}
    return named["TaskDuration"], named["ScriptDuration"]


def measure(page: Page, session: CDPSession) -> tuple[float, float, float]:
    """Answers a second, and milliseconds of the processor for one: all, and for the page's code."""
    before = used(session)
    told = page.evaluate(MOVE, [MOVES])
    all_of_it, code = (after - then for after, then in zip(used(session), before, strict=True))
    answers = max(told["answers"], 1)
    return told["answers"] / told["seconds"], all_of_it / answers, code / answers


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=3)
    rounds = parser.parse_args().rounds
    races = {
        "two knobs": RaceSettings(landscape="bumpy", seed=3),
        "one knob": RaceSettings(landscape="bumpy", seed=3, knobs=1, budget=90),
    }
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        path = find_browser(playwright.chromium.executable_path)
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        for name, settings in races.items():
            race = run(settings)
            file = Path(folder) / f"{name}.html"
            file.write_text(saved_page(race, {"minute": settings.budget}), encoding="utf-8")
            page = browser.new_page(viewport=SIZE)
            page.goto(file.as_uri())
            page.wait_for_selector(".page[data-ready]")
            page.click("[data-do=why]")
            page.evaluate(SETTLE)
            session = page.context.new_cdp_session(page)
            session.send("Performance.enable", {"timeDomain": "threadTicks"})
            for slower in (1, 4):
                session.send("Emulation.setCPUThrottlingRate", {"rate": slower})
                measured = [measure(page, session) for _ in range(rounds)]
                a_second, each, code = map(statistics.median, zip(*measured, strict=True))
                trials = len(race.recording.lane("bayes"))
                print(
                    f"{name}, {trials} trials, processor slowed {slower} times: "
                    f"{a_second:.0f} answers a second, {each:.1f} ms of the processor for one, "
                    f"{code:.1f} of them the page's code"
                )
            page.close()
        browser.close()


if __name__ == "__main__":
    main()

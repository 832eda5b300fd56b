"""What the page costs its server, and how soon and how smoothly it is painted.

    python tests/benchmarks/serving.py
    python tests/benchmarks/serving.py --sessions 40 --openings 5

Three measurements, each side by side in one run, since times alone say little of another machine:

1. CPU and memory of the server for a new session, whose race is computed already, against a bare
   Panel page with one text and against one with ten empty Bokeh figures;
2. time from navigation to the first plot painted in headless Chromium against the ten figures;
3. painted frames a second while the race plays, and what the websocket carries meanwhile.

It prints Markdown.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from playwright.sync_api import Browser, Page, sync_playwright

from tests.benchmarks.visitors import Visitor, machine
from tests.browser import FLAGS, find_browser
from tests.served import Server, serving

OURS, BARE, TEN = "Search Race", "bare page, one text", "bare page, ten empty figures"

REFERENCES = {
    BARE: """
import panel as pn
pn.extension()
pn.pane.Str("Nothing but this").servable()
""",
    TEN: """
import panel as pn
from bokeh.plotting import figure
pn.extension()
pn.FlexBox(*(figure(width=300, height=200) for _ in range(10))).servable()
""",
}

# Bokeh's canvases stand in shadow roots.
FIND_CANVASES = """
  const canvases = (node) => [...node.querySelectorAll("*")].flatMap((element) => [
    ...(element.localName === "canvas" && element.width > 40 ? [element] : []),
    ...(element.shadowRoot ? canvases(element.shadowRoot) : []),
  ])
"""

# Looks once a frame for a canvas with something on it; the answer is in ms since navigation.
FIRST_PAINT = (
    """() => new Promise((resolve) => {"""
    + FIND_CANVASES
    + """
  const painted = (canvas) => {
    const small = Object.assign(document.createElement("canvas"), {width: 32, height: 32})
    const context = small.getContext("2d", {willReadFrequently: true})
    context.drawImage(canvas, 0, 0, 32, 32)
    return context.getImageData(0, 0, 32, 32).data.some((value) => value > 0)
  }
  const look = () => {
    if (canvases(document).some(painted)) resolve(performance.now())
    else requestAnimationFrame(look)
  }
  look()
})"""
)

# Counts, over some milliseconds of playing, frames, those in which a canvas was drawn on, and for
# each canvas how often. Drawing is seen where it happens: in the context's own methods.
COUNT_FRAMES = """(duration) => new Promise((resolve) => {
  const drawn = new Map()
  let touched = new Set()
  const original = {}
  const prototype = CanvasRenderingContext2D.prototype
  for (const name of ["clearRect", "fillRect", "drawImage", "stroke", "fill"]) {
    original[name] = prototype[name]
    prototype[name] = function (...values) {
      if (this.canvas.isConnected) touched.add(this.canvas)
      return original[name].apply(this, values)
    }
  }
  let frames = 0
  let painted = 0
  const start = performance.now()
  const count = (now) => {
    frames += 1
    if (touched.size) painted += 1
    for (const canvas of touched) drawn.set(canvas, (drawn.get(canvas) ?? 0) + 1)
    touched = new Set()
    if (now - start < duration) return requestAnimationFrame(count)
    Object.assign(prototype, original)
    const seconds = (now - start) / 1000
    resolve({
      frames: frames / seconds,
      painted: painted / seconds,
      canvases: [...drawn.values()].filter((times) => times > 2).length,
    })
  }
  requestAnimationFrame(count)
})"""


async def sessions(servers: dict[str, Server], count: int) -> list[tuple[str, float, float]]:
    """CPU in ms and memory in MB of one new session for each server, measured in turn."""
    held: list[Visitor] = []

    async def open_one(server: Server) -> Visitor:
        visitor = Visitor(server.url)
        await visitor.open()
        held.append(visitor)
        return visitor

    for name, server in servers.items():  # warm up: imports, caches, the first race
        for _ in range(10):
            visitor = await open_one(server)
        if name == OURS:
            await visitor.ask({})
            assert (await open_one(server)).recorded, "the race isn't kept for the next session"
    cpu: dict[str, list[float]] = {name: [] for name in servers}
    before = {name: server.memory() for name, server in servers.items()}
    for number in range(count):
        for name, server in servers.items():
            if name == TEN and number >= count // 5:
                continue  # it takes so long that a part must do
            used = server.cpu()
            await open_one(server)
            cpu[name].append(1000 * (server.cpu() - used))
    rows = [
        (
            name,
            statistics.median(cpu[name]),
            (server.memory() - before[name]) / len(cpu[name]),
        )
        for name, server in servers.items()
    ]
    for visitor in held:
        visitor.close()
    return rows


def first_plot(browser: Browser, servers: dict[str, Server], openings: int) -> dict[str, float]:
    """Median ms from navigation to the first plot painted, by alternating openings."""
    times: dict[str, list[float]] = {name: [] for name in servers}
    for number in range(openings + 1):
        for name, server in servers.items():
            context = browser.new_context(viewport={"width": 1280, "height": 720})  # empty cache
            page = context.new_page()
            page.goto(server.url, wait_until="commit")
            painted = page.evaluate(FIRST_PAINT)
            context.close()
            if number:  # the first time warms the browser up
                times[name].append(painted)
    return {name: statistics.median(values) for name, values in times.items()}


def playback(browser: Browser, server: Server, speed: str | None) -> dict[str, Any]:
    """Frames a second while the race plays at a speed, or is paused, with all plots in view."""
    page = browser.new_page(viewport={"width": 1280, "height": 720})
    carried: list[object] = []
    page.on("websocket", lambda socket: _listen(socket, carried))
    page.goto(server.url)
    page.wait_for_selector(".page[data-ready]")
    page.click("[data-do=reveal]")
    if speed:
        page.select_option("[name=speed]", speed)
    _scrub(page, 60)  # past the initial design, so that the maps change too
    page.wait_for_timeout(500)
    before = len(carried)
    if speed:
        page.click("[data-do=run]")
    result = dict(page.evaluate(COUNT_FRAMES, 4000 if speed == "4" else 8000))
    result["carried"] = len(carried) - before
    page.close()
    return result


def _listen(socket: Any, carried: list[object]) -> None:
    for event in ("framesent", "framereceived"):
        socket.on(event, lambda frame: carried.append(frame))


def _scrub(page: Page, minute: int) -> None:
    page.locator("[name=minute]").evaluate(
        "(range, to) => { range.value = to; range.dispatchEvent(new Event('input')) }", minute
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--sessions", type=int, default=100, help="held open (default 100)")
    parser.add_argument("--openings", type=int, default=9, help="in Chromium (default 9)")
    options = parser.parse_args()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        lifetime = ("--unused-session-lifetime", "60000")
        servers = {OURS: stack.enter_context(serving("app", *lifetime))}
        for number, (name, source) in enumerate(REFERENCES.items()):
            script = folder / f"reference{number}.py"
            script.write_text(source)
            servers[name] = stack.enter_context(serving(script, *lifetime))

        costs = asyncio.run(sessions(servers, options.sessions))
        print("\n| a new session | server's CPU, median | memory |\n|---|---|---|")
        for name, milliseconds, megabytes in costs:
            print(f"| {name} | {milliseconds:.0f} ms | {megabytes:.2f} MB |")

        playwright = stack.enter_context(sync_playwright())
        path = find_browser(playwright.chromium.executable_path)
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        compared = {name: servers[name] for name in (OURS, TEN)}
        plots = first_plot(browser, compared, options.openings)
        print("\n| navigation to the first plot painted | median | ratio |\n|---|---|---|")
        for name, milliseconds in plots.items():
            print(f"| {name} | {milliseconds:.0f} ms | {milliseconds / plots[TEN]:.2f} |")

        print("\n| playing | frames a second | painted | canvases | websocket frames |")
        print("|---|---|---|---|---|")
        for speed in (None, "1", "4"):
            state = f"at speed {speed}" if speed else "paused"
            found = playback(browser, servers[OURS], speed)
            print(
                f"| {state} | {found['frames']:.0f} | {found['painted']:.0f} "
                f"| {found['canvases']} | {found['carried']} |"
            )
        browser.close()
    print(f"\n{machine()}.")


if __name__ == "__main__":
    main()

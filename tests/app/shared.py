"""One page for all tests that only look at its race.

Opening a page costs more than most tests do. Before each test this one is put back as it opened:
at minute 0, covered, in light colours, nothing open, at its usual size. It serves no test that
changes the race or opens with a link of its own: such a test takes a page of its own, `watched`.
"""

from __future__ import annotations

from playwright.sync_api import Browser

from tests.conftest import SIZE, Watched

BACK = """async (page) => {
  // What the last test pressed may be drawn in the next frame only, and what is drawn is read here.
  for (let i = 0; i < 2; i++) await new Promise(requestAnimationFrame)
  const press = (what) => page.querySelector(`[data-do=${what}]`).click()
  const speed = page.querySelector("[name=speed]")
  for (const dialog of page.querySelectorAll("dialog[open]")) dialog.close()
  if (!page.querySelector("#settings").hidden) press("settings")
  if (page.dataset.view === "races") press("races")
  if (page.classList.contains("revealed")) press("reveal")
  if (page.dataset.theme === "dark") press("theme")
  for (const what of ["restart", "release", "happened", "dismiss"]) press(what)
  speed.value = "1"
  speed.dispatchEvent(new Event("change"))
  page.getRootNode().activeElement?.blur()
  scrollTo(0, 0)
}"""


class Shared:
    """The page, opened when it is first asked for, and anew where a test has changed its race."""

    def __init__(self, browser: Browser, url: str, *, offline: bool = False) -> None:
        self._browser = browser
        self._url = url
        self._offline = offline
        self._watched: Watched | None = None
        self.asked: list[str] = []
        """All addresses that it ever asked for, but for those that hold what they name."""

    def put_back(self) -> Watched:
        """The page as it opens."""
        watched = self._watched
        if watched is None or self._changed(watched):
            self.close()
            watched = self._watched = self._opened()
        watched.page.set_viewport_size(SIZE)
        watched.page.mouse.move(1, 1)
        watched.page.locator(".page").evaluate(BACK)
        watched.complaints.clear()
        return watched

    def _opened(self) -> Watched:
        context = self._browser.new_context(viewport=SIZE)
        context.set_default_timeout(30_000)
        context.set_offline(self._offline)
        watched = Watched(context.new_page())
        watched.page.on("request", lambda request: self._hear(request.url))
        watched.open(self._url)
        return watched

    def _hear(self, url: str) -> None:
        if not url.startswith(("data:", "blob:")):
            self.asked.append(url)

    @staticmethod
    def _changed(watched: Watched) -> bool:
        """Whether another race came, or the page went."""
        page = watched.page.locator(".page")
        return page.count() != 1 or page.get_attribute("data-ready") != "1"

    def close(self) -> None:
        if self._watched is not None:
            self._watched.page.context.close()
            self._watched = None

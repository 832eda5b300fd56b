"""What `panel serve app` runs for each session: the page with the settings of its URL.

With ``--dev`` the page loads again whenever a source changes, of Python or of the front end.
"""

import logging
import sys
from pathlib import Path

# Bokeh puts only this directory on the path; the sibling packages stand beside it.
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import panel as pn
from panel.io.reload import watch
from panel.viewable import Viewable

if pn.config.autoreload:
    # Each session reads all sources as they are now: the front end is no module that Panel knows.
    packages = ("app", "landscapes", "strategies")
    for name in [name for name in sys.modules if name.partition(".")[0] in packages]:
        del sys.modules[name]
    for package in packages:
        for path in Path(sys.path[0], package).rglob("*.*"):
            if path.suffix != ".pyc":
                watch(str(path))

from app.desk import Question
from app.server.race_view import RaceView
from app.stories.shelf import shelf

# What costs a session time and this page doesn't use is left out: signatures for editors, the
# browser's description and the location, which the front end keeps by itself. So does it find its
# way back to the server (front/sources/session.js): Panel's own would open the page anew. Only who
# edits the sources has the location, by which Panel loads the page again.
pn.extension(reconnect=False, apply_signatures=False, browser_info=False)

arguments = {
    name: [value.decode("utf-8", "replace") for value in values]
    for name, values in pn.state.session_args.items()
}
query = [
    (name, value)
    for name, values in arguments.items()
    for value in values
    if not name.startswith("bokeh-")
]
try:
    (address,) = arguments.get("bokeh-absolute-url", [""])  # said by a page that embeds this one
    page: Viewable = RaceView(
        Question.read(query, shelf().races), address=address, owns=not address
    )
except Exception as error:  # an exception here would leave the visitor with a blank page
    logging.getLogger("search-race").exception("The page failed to open")
    page = pn.pane.Str(f"Search Race can’t open this page: {error}")
page.servable(title="Search Race", location=pn.config.autoreload)

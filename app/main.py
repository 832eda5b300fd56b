"""What `panel serve app` runs for each session: the page with the settings of its URL."""

import logging
import sys
from pathlib import Path

# Bokeh puts only this directory on the path; the sibling packages stand beside it.
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import panel as pn
from panel.viewable import Viewable

from app.desk import Question
from app.server.race_view import RaceView

# What costs a session time and this page doesn't use is left out: signatures for editors, the
# browser's description and the location, which the front end keeps by itself. So does it find its
# way back to the server (front/sources/session.js): Panel's own would open the page anew.
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
    page: Viewable = RaceView(Question.read(query), address=address, owns=not address)
except Exception as error:  # an exception here would leave the visitor with a blank page
    logging.getLogger("search-race").exception("The page failed to open")
    page = pn.pane.Str(f"Search Race can’t open this page: {error}")
page.servable(title="Search Race", location=False)

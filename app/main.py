"""What `panel serve app` runs for each session: the page with the settings of its URL."""

import logging
import sys
from pathlib import Path

# Bokeh puts only this directory on the path; the sibling packages stand beside it.
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import panel as pn

from app.race_view import RaceView
from app.settings import read_settings

pn.extension(reconnect=True)

query = [
    (name, value.decode("utf-8", "replace"))
    for name, values in pn.state.session_args.items()
    for value in values
    if not name.startswith("bokeh-")
]
try:
    page = RaceView(*read_settings(query))
except Exception as error:  # an exception here would leave the visitor with a blank page
    logging.getLogger("search-race").exception("The page failed to open")
    page = pn.pane.Str(f"Search Race can’t open this page: {error}")
page.servable(title="Search Race")

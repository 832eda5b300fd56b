"""The page: composes `landscapes` and `strategies` into races and shows them.

A question is read (`settings`) and answered (`desk`) by one race (`race`) or many (`tournament`);
the answer is shown by a `server`, in a file (`page`), a `notebook` or a terminal (`commands`).
"""

from app.moved import install
from app.version import VERSION

__version__ = VERSION
install()

__all__ = ["__version__"]

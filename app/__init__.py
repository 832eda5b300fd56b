"""The page: composes `landscapes` and `strategies` into races and shows them."""

from app.moved import install
from app.version import VERSION

__version__ = VERSION
install()

__all__ = ["__version__"]

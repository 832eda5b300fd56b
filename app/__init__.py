"""The page: composes `landscapes` and `strategies` into races and shows them."""

"""The commands of ``python -m app``: each reads its options and says what it did."""

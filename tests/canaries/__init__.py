"""Secrets planted in every place where the association writes; a file per subject, each with `plant(cast, case)`.

Every planted text carries the word CANARI. The crawl of `test_confidentiality_matrix` looks for it
wherever somebody outside can look. A subject may also return identifiers that a stranger could try.
"""

import pkgutil
from importlib import import_module


def plant_all(cast, case):
    """Plant the secrets of every subject. Returns the identifiers they gave."""
    identifiers = set()
    for found in pkgutil.iter_modules(__path__):
        subject = import_module(f"{__name__}.{found.name}")
        identifiers |= set(subject.plant(cast, case) or ())
    return identifiers

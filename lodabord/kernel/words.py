"""A soft look at what somebody typed: does it seem to name a person? A warning for the writer, never a refusal."""

import re

CAPITAL = "[A-ZÀÂÄÇÉÈÊËÎÏÔÖÙÛÜ]"
TITLED = re.compile(rf"\b(?:Mme|Mlle|Madame|Mademoiselle|Monsieur|Mr|MM?\.)\s+{CAPITAL}(?:\.|[\w'’-]*)")
"""« Mme Durand », « M. D. », « Madame L »: a civility, then a capital."""


def named_people(text: str) -> list[str]:
    """What looks like somebody's name in a text, in order, each once."""
    return list(dict.fromkeys(found.group().strip() for found in TITLED.finditer(text)))

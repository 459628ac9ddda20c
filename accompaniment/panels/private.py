"""The kind of panel this room has: for the association alone, under the band that says so."""

from households.confidentiality import READERS, DataClass
from households.panels import Context, Panel


def private(title: str, name: str, order: int, context: Context) -> Panel:
    """A panel of this room; `name` is that of its template."""
    template = f"accompaniment/panels/{name}.html"
    return Panel(title, template, order, READERS[DataClass.SOCIAL], context, private=True)

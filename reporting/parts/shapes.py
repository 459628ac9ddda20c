"""What a part of the report is made of. The page, the PDF, the text and the workbook all write these same blocks."""

from dataclasses import dataclass, field
from typing import ClassVar

from django.utils.safestring import SafeString


@dataclass(frozen=True)
class Line:
    """A row: what it is about, its cells as they are said, and the code of its indicator when it has one."""

    label: str
    cells: tuple[str, ...]
    code: str = ""


@dataclass(frozen=True)
class Table:
    """`head` names every column, the rows' own included.

    `shape`: `figures` (indicators by period), `narrow` (a label and a value), `sentences` (over several pages).
    `leading`: on the page it is unfolded at once.
    """

    kind: ClassVar[str] = "table"
    caption: str
    head: tuple[str, ...]
    lines: tuple[Line, ...]
    shape: str = "figures"
    leading: bool = False

    @property
    def rows(self) -> list[tuple[Line, list[tuple[str, str]]]]:
        """Each line with its cells under the names of their columns."""
        return [(line, list(zip(self.head[1:], line.cells, strict=True))) for line in self.lines]


@dataclass(frozen=True)
class Chart:
    """A drawing whose title is its message, and the very figures it draws."""

    kind: ClassVar[str] = "chart"
    message: str
    svg: SafeString
    table: Table


@dataclass(frozen=True)
class Text:
    kind: ClassVar[str] = "text"
    text: str


@dataclass(frozen=True)
class Bullets:
    kind: ClassVar[str] = "bullets"
    items: tuple[str, ...]


@dataclass(frozen=True)
class Caution:
    """What must be read with the figures."""

    kind: ClassVar[str] = "caution"
    sentences: tuple[str, ...]


@dataclass(frozen=True)
class Heading:
    kind: ClassVar[str] = "heading"
    text: str


Block = Table | Chart | Text | Bullets | Caution | Heading


@dataclass(frozen=True)
class Part:
    """One of the fifteen. Its number never changes: an empty part says that it is empty."""

    number: int
    anchor: str
    title: str
    message: str = ""
    blocks: tuple[Block, ...] = field(default=())

    @property
    def starts_a_page(self) -> bool:
        """The parts a committee opens at once."""
        return self.number in (3, 15)

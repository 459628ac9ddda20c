"""Editable slides: the only place that knows the library. Real titles, native charts and tables, notes, alternative texts.

Every slide is one message: its title says it, one chart or one table shows it, the notes say how to read it.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION
from pptx.enum.text import PP_ALIGN
from pptx.util import Emu, Inches, Pt

WIDTH, HEIGHT = Inches(13.333), Inches(7.5)
LEFT, RIGHT_EDGE, TOP, BOTTOM = Inches(0.6), Inches(12.73), Inches(1.75), Inches(6.75)
TITLE_ONLY = 5
TINTS = (RGBColor(0x1B, 0x5E, 0x5A), RGBColor(0xA8, 0x48, 0x1F), RGBColor(0x55, 0x60, 0x6A))
INK, QUIET, SAND = RGBColor(0x22, 0x30, 0x3A), RGBColor(0x55, 0x60, 0x6A), RGBColor(0xF3, 0xEE, 0xE4)
LANGUAGE = "fr-FR"


@dataclass(frozen=True)
class Chart:
    """Bars that stay a chart in the reader's own software: its figures are edited there."""

    alt: str
    categories: Sequence[str]
    series: Sequence[tuple[str, Sequence[float | None]]]
    stacked: bool = False
    lying: bool = True
    """Bars to the right, for long names; else columns."""
    form: str = "General"


@dataclass(frozen=True)
class Grid:
    """A table. The first row is its header."""

    alt: str
    rows: Sequence[Sequence[str]]
    widths: Sequence[float] = ()
    """Share of each column."""


@dataclass(frozen=True)
class Slide:
    """A message, what shows it, what to say of it."""

    title: str
    lines: Sequence[str] = ()
    chart: Chart | None = None
    grid: Grid | None = None
    notes: str = ""
    subtitle: str = ""


@dataclass(frozen=True)
class Deck:
    """Slides, and what each bears at its foot."""

    title: str
    author: str
    foot: str
    slides: Sequence[Slide] = field(default_factory=list)


def render(deck: Deck) -> bytes:
    """The file, editable by any office suite."""
    made = Presentation()
    made.slide_width, made.slide_height = WIDTH, HEIGHT
    made.core_properties.title, made.core_properties.author = deck.title, deck.author
    made.core_properties.language = LANGUAGE
    for number, slide in enumerate(deck.slides, start=1):
        _draw(made, slide, f"{deck.foot} — {number}/{len(deck.slides)}")
    kept = io.BytesIO()
    made.save(kept)
    return kept.getvalue()


def _draw(made: Any, told: Slide, foot: str) -> None:
    slide = made.slides.add_slide(made.slide_layouts[TITLE_ONLY])
    _place(slide.shapes.title, LEFT, Inches(0.4), RIGHT_EDGE - LEFT, Inches(1.25))
    _write(slide.shapes.title.text_frame, [told.title], Pt(26), INK, bold=True)
    top: int = TOP
    if told.subtitle:
        _box(slide, [told.subtitle], top, Inches(0.75), Pt(16), QUIET)
        top += Inches(0.85)
    if told.lines:
        alone = told.chart is None and told.grid is None
        tall = BOTTOM - top if alone else Inches(0.42) * len(told.lines)
        _box(slide, [f"• {line}" for line in told.lines], top, tall, Pt(20 if alone else 15), INK)
        top += tall + Inches(0.1)
    _body(slide, told, top)
    _box(slide, [foot], Inches(6.95), Inches(0.35), Pt(11), QUIET)
    slide.notes_slide.notes_text_frame.text = told.notes


def _body(slide: Any, told: Slide, top: int) -> None:
    """A chart on the left and its table on the right, or one of them over the whole width."""
    wide, tall = RIGHT_EDGE - LEFT, BOTTOM - top
    if told.chart and told.grid:
        half = int(wide * 0.52)
        _chart(slide, told.chart, LEFT, top, half, tall)
        _grid(slide, told.grid, LEFT + half + Inches(0.2), top, wide - half - Inches(0.2))
    elif told.chart:
        _chart(slide, told.chart, LEFT, top, wide, tall)
    elif told.grid:
        _grid(slide, told.grid, LEFT, top, wide)


def _place(shape: Any, left: int, top: int, width: int, height: int) -> None:
    shape.left, shape.top, shape.width, shape.height = Emu(left), Emu(top), Emu(width), Emu(height)


def _box(slide: Any, lines: Sequence[str], top: int, height: int, size: Any, colour: Any) -> None:
    box = slide.shapes.add_textbox(LEFT, Emu(top), RIGHT_EDGE - LEFT, Emu(height))
    _write(box.text_frame, lines, size, colour)


def _write(frame: Any, lines: Sequence[str], size: Any, colour: Any, *, bold: bool = False) -> None:
    frame.word_wrap = True
    for rank, line in enumerate(lines):
        paragraph = frame.paragraphs[0] if rank == 0 else frame.add_paragraph()
        paragraph.alignment = PP_ALIGN.LEFT
        run = paragraph.add_run()
        run.text = line
        _dress(run, size, colour, bold)


def _dress(run: Any, size: Any, colour: Any, bold: bool) -> None:
    run.font.size, run.font.bold, run.font.name = size, bold, "Calibri"
    run.font.color.rgb = colour
    run._r.get_or_add_rPr().set("lang", LANGUAGE)


def _describe(shape: Any, alt: str) -> None:
    """What a screen reader says of it."""
    shape._element.xpath(".//p:cNvPr")[0].set("descr", alt)


def _chart(slide: Any, told: Chart, left: int, top: int, width: int, height: int) -> None:
    data = CategoryChartData(number_format=told.form)
    data.categories = list(told.categories)
    for name, values in told.series:
        data.add_series(name, list(values))
    shape = slide.shapes.add_chart(_kind(told), Emu(left), Emu(top), Emu(width), Emu(height), data)
    _describe(shape, told.alt)
    chart = shape.chart
    chart.has_title = False
    chart.has_legend = len(told.series) > 1
    if chart.has_legend:
        chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
        chart.legend.font.size = Pt(14)
    plot = chart.plots[0]
    plot.gap_width, plot.has_data_labels = 60, True
    plot.data_labels.font.size = Pt(14)
    plot.data_labels.number_format = f"{told.form};;;" if told.stacked else told.form
    if told.stacked:
        plot.data_labels.font.color.rgb = RGBColor(0xFF, 0xFF, 0xFF)
    plot.data_labels.number_format_is_linked = False
    chart.value_axis.visible, chart.value_axis.has_major_gridlines = False, False
    chart.value_axis.minimum_scale = 0
    chart.category_axis.tick_labels.font.size = Pt(14)
    chart.category_axis.reverse_order = told.lying
    for tint, series in zip(TINTS, plot.series, strict=False):
        series.format.fill.solid()
        series.format.fill.fore_color.rgb = tint


def _kind(told: Chart) -> Any:
    kinds = {
        (True, False): XL_CHART_TYPE.BAR_CLUSTERED,
        (True, True): XL_CHART_TYPE.BAR_STACKED,
        (False, False): XL_CHART_TYPE.COLUMN_CLUSTERED,
        (False, True): XL_CHART_TYPE.COLUMN_STACKED,
    }
    return kinds[told.lying, told.stacked]


def _grid(slide: Any, told: Grid, left: int, top: int, width: int) -> None:
    rows, columns = len(told.rows), len(told.rows[0])
    shape = slide.shapes.add_table(rows, columns, Emu(left), Emu(top), Emu(width), Inches(0.4) * rows)
    _describe(shape, told.alt)
    table = shape.table
    shares = told.widths or [1] * columns
    for column, share in zip(table.columns, shares, strict=True):
        column.width = Emu(int(width * share / sum(shares)))
    for rank, row in enumerate(told.rows):
        for place, text in enumerate(row):
            _cell(table.cell(rank, place), text, header=rank == 0, odd=rank % 2 == 1)


def _cell(cell: Any, text: str, *, header: bool, odd: bool) -> None:
    cell.margin_left = cell.margin_right = Inches(0.08)
    cell.margin_top = cell.margin_bottom = Inches(0.04)
    cell.fill.solid()
    cell.fill.fore_color.rgb = TINTS[0] if header else SAND if odd else RGBColor(0xFF, 0xFF, 0xFF)
    colour = RGBColor(0xFF, 0xFF, 0xFF) if header else INK
    _write(cell.text_frame, text.split("\n"), Pt(13), colour, bold=header)

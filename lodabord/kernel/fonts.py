"""Set-up step: Source Sans 3, cut down to what French needs, for the pages and for the PDF.

`python -m lodabord.kernel.fonts` writes var/build/static/fonts/*.woff2 and var/build/fonts/*.ttf.
"""

import os
from importlib.resources import files
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

SOURCES = {"roman": "files/SourceSans3[wght].ttf", "italic": "files/SourceSans3-Italic[wght].ttf"}
CHARACTERS = [*range(0x20, 0x7F), *range(0xA0, 0x180), 0x2002, 0x2009, *range(0x2010, 0x2028), 0x202F, 0x2030, 0x2039, 0x203A,
              0x20AC, 0x2122, *range(0x2190, 0x2194), 0x2192, 0x2212, 0x2264, 0x2265, 0x2713]  # fmt: skip
FEATURES = ["kern", "liga", "tnum", "lnum", "ccmp", "locl", "mark", "mkmk"]


def cut(style: str) -> TTFont:
    """The variable font, with only the characters and features that are used."""
    font = TTFont(str(files("fontpkg_source_sans_3").joinpath(SOURCES[style])))
    options = subset.Options(hinting=False, layout_features=FEATURES, notdef_outline=True)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=CHARACTERS)
    cutter.subset(font)
    return font


def build(folder: Path) -> list[Path]:
    """Write the fonts; returns their paths."""
    for_pages, for_pdf = folder / "static" / "fonts", folder / "fonts"
    for_pages.mkdir(parents=True, exist_ok=True)
    for_pdf.mkdir(parents=True, exist_ok=True)
    pages = instancer.instantiateVariableFont(cut("roman"), {"wght": (400, 400, 700)})
    pages.flavor = "woff2"
    written = [for_pages / "source-sans-3.woff2"]
    pages.save(written[0])
    for name, style, weight in [("regular", "roman", 400), ("bold", "roman", 700), ("italic", "italic", 400)]:
        face = instancer.instantiateVariableFont(cut(style), {"wght": weight})
        written.append(for_pdf / f"source-sans-3-{name}.ttf")
        face.save(written[-1])
    return written


def main() -> None:
    root = Path(os.environ.get("LODABORD_VAR") or Path(__file__).resolve().parents[2] / "var")
    build(root / "build")


if __name__ == "__main__":
    main()

"""Says what only the system's package manager can give and is missing. Status 1 when something is."""

import ctypes.util
import shutil
import sys

LIBRARIES = {
    "pango-1.0": "libpango-1.0-0",
    "pangoft2-1.0": "libpangoft2-1.0-0",
    "harfbuzz-subset": "libharfbuzz-subset0",
}
PROGRAMS = {"chromium": "chromium", "pdftotext": "poppler-utils"}


def missing() -> list[str]:
    """The Debian packages to install."""
    absent = [package for library, package in LIBRARIES.items() if ctypes.util.find_library(library) is None]
    return absent + [package for program, package in PROGRAMS.items() if shutil.which(program) is None]


if __name__ == "__main__":
    absent = missing()
    if absent and "--quiet" not in sys.argv:
        sys.stderr.write(f"Il manque : {', '.join(absent)}. Installez-les par :\n")
    sys.exit(1 if absent else 0)

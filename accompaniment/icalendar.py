"""Writing a calendar others read (RFC 5545): lines folded at 75 bytes, texts escaped, instants in UTC."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

LINE = 75
"""Bytes of a line, its end not counted."""
PRODUCT = "-//Lodabord//Visites//FR"


@dataclass(frozen=True)
class Entry:
    """One event. `starts`: an instant, or a day when the hour is not known."""

    uid: str
    starts: datetime | date
    minutes: int
    summary: str
    url: str
    changed_at: datetime
    cancelled: bool = False


def calendar(entries: Iterable[Entry], *, name: str) -> str:
    """The whole file."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCT}", "CALSCALE:GREGORIAN", "METHOD:PUBLISH"]
    lines += [f"X-WR-CALNAME:{escaped(name)}", "REFRESH-INTERVAL;VALUE=DURATION:PT1H"]
    for entry in entries:
        lines += _event(entry)
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in folded(line))


def _event(entry: Entry) -> list[str]:
    return [
        "BEGIN:VEVENT",
        f"UID:{entry.uid}",
        f"DTSTAMP:{_utc(entry.changed_at)}",
        *_when(entry),
        f"SUMMARY:{escaped(entry.summary)}",
        f"URL:{entry.url}",
        f"STATUS:{'CANCELLED' if entry.cancelled else 'CONFIRMED'}",
        "CLASS:CONFIDENTIAL",
        "END:VEVENT",
    ]


def _when(entry: Entry) -> list[str]:
    if isinstance(entry.starts, datetime):
        return [f"DTSTART:{_utc(entry.starts)}", f"DTEND:{_utc(entry.starts + timedelta(minutes=entry.minutes))}"]
    following = entry.starts + timedelta(days=1)
    return [f"DTSTART;VALUE=DATE:{entry.starts:%Y%m%d}", f"DTEND;VALUE=DATE:{following:%Y%m%d}"]


def _utc(instant: datetime) -> str:
    return f"{instant.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def escaped(text: str) -> str:
    """Commas, semicolons, backslashes and ends of line, as the format asks."""
    told = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return told.replace("\r\n", "\\n").replace("\n", "\\n").replace("\r", "\\n")


def folded(line: str) -> Iterator[str]:
    """Parts of at most 75 bytes, never in the middle of a character; the next ones begin with a space."""
    part, size = "", 0
    for sign in line:
        weight = len(sign.encode())
        if size + weight > LINE:
            yield part
            part, size = " ", 1
        part, size = part + sign, size + weight
    yield part

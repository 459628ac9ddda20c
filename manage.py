#!/usr/bin/env python
"""The programme's command line. Without DATABASE_URL, the embedded servers run for the length of the command."""

import os
import sys

NEEDS_NO_SERVER = {"help", "collectstatic", "makemessages", "version", "--help", "--version"}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lodabord.settings")
    from django.core.management import execute_from_command_line

    from lodabord.servers.embedded import serving
    from lodabord.servers.postgres import ServerError

    if len(sys.argv) < 2 or sys.argv[1] in NEEDS_NO_SERVER:  # noqa: PLR2004 - the program and its command
        execute_from_command_line(sys.argv)
        return
    try:
        with serving():
            execute_from_command_line(sys.argv)
    except ServerError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()

"""`make reset`: wipe the demo's data, after stopping the servers that hold it."""

import shutil
import sys

from lodabord.servers.embedded import broker, cluster, has_own_database, var_folder


def main() -> int:
    """Stop and erase. A database given by DATABASE_URL is never touched."""
    if not has_own_database():
        sys.stderr.write("DATABASE_URL est donné : cette commande n'efface que la base embarquée.\n")
        return 1
    cluster().stop()
    broker().stop()
    for name in ("postgres", "broker", "media", "courriels", "celerybeat-schedule", "demo.log"):
        path = var_folder() / name
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
    sys.stdout.write("Démonstration effacée. « make demo » repart de zéro.\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

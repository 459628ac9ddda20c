#!/bin/sh
# First start of the database server: roles, passwords, database.
set -eu
run() { psql -v ON_ERROR_STOP=1 --username postgres "$@"; }
run -f /docker-entrypoint-initdb.d/lodabord/roles.sql
run -v owner="$LODABORD_OWNER_PASSWORD" -v web="$LODABORD_WEB_PASSWORD" <<'SQL'
ALTER ROLE lodabord_owner PASSWORD :'owner';
ALTER ROLE lodabord_web PASSWORD :'web';
CREATE DATABASE lodabord OWNER lodabord_owner;
\connect lodabord
REVOKE ALL ON SCHEMA public FROM PUBLIC;
ALTER SCHEMA public OWNER TO lodabord_owner;
SQL

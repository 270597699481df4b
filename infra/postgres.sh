#!/bin/bash
# Runs PostgreSQL, which holds nothing but a cluster's membership, on a loopback port: infra/postgres.sh PORT FOLDER [OPTION...]. The folder keeps
# the database, which is made when it is not there; the superuser is layerdyn, without a password: for trials and tests. Installs the
# server from the distribution when it is not there and this is root. Stop it by its pid (SIGINT: at once; SIGTERM waits for clients).
set -euo pipefail
port=$1 folder=$2
programs() { command -v postgres initdb >/dev/null || PATH="$PATH:$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)"; command -v postgres initdb >/dev/null; }
if ! programs; then
  if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
    echo "postgres.sh: the programs postgres and initdb are needed; install them (e.g. apt-get install postgresql)" >&2
    exit 1
  fi
  exec 9>/var/lock/layerdyn-postgres
  flock 9 # two test runs may start at once
  # Only the programs are wanted, not a server that runs.
  programs || { apt-get update -qq && RUNLEVEL=1 apt-get install -y -qq --no-install-recommends postgresql; } >&2
  exec 9>&-
  programs || { echo "postgres.sh: no postgres after its installation" >&2; exit 1; }
fi

# The server refuses to run as root: it becomes the user that its package made.
as=()
mkdir -p "$folder"
if [ "$(id -u)" = 0 ]; then
  as=(setpriv --reuid=postgres --regid=postgres --clear-groups)
  chown postgres "$folder"
fi
[ -f "$folder/PG_VERSION" ] || "${as[@]}" initdb --pgdata "$folder" --username layerdyn --auth trust --encoding UTF8 --no-locale --no-sync >&2
exec "${as[@]}" postgres -D "$folder" -p "$port" -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off "${@:3}"

#!/bin/bash
# Runs Redis, which holds nothing but a cluster's membership, on a loopback port: infra/redis.sh PORT FOLDER [OPTION...]. It keeps its data in the
# folder, as a cluster's must: started again, it still knows who the members are. Installs it from the distribution when it is not
# there and this is root. Stop it by its pid.
set -euo pipefail
if ! command -v redis-server >/dev/null; then
  if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
    echo "redis.sh: redis-server is needed for a cluster; install it (e.g. apt-get install redis-server)" >&2
    exit 1
  fi
  exec 9>/var/lock/layerdyn-redis
  flock 9 # two test runs may start at once
  command -v redis-server >/dev/null || { apt-get update -qq && apt-get install -y -qq redis-server; } >&2
  exec 9>&-
fi
mkdir -p "$2"
exec redis-server --bind 127.0.0.1 --port "$1" --dir "$2" --save '' --appendonly yes "${@:3}"

#!/bin/bash
# Runs Azurite, the emulator of Azure Blob Storage, on a loopback port: infra/azurite.sh [PORT [FOLDER]]
# (0 or none: a free port, which is printed; without a folder, in memory). Installs it below artifacts/ from npm when it is not there. Stop it by its pid.
set -euo pipefail
version=3.35.0
home="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)/artifacts/azurite-$version"
main="$home/node_modules/azurite/dist/src/blob/main.js"
if [ ! -f "$home/installed" ]; then
  if ! command -v npm >/dev/null || ! command -v node >/dev/null; then
    echo "azurite.sh: npm and node are needed for the tests of Azure Blob Storage; install them (e.g. apt-get install npm)" >&2
    exit 1
  fi
  mkdir -p "$home"
  exec 9>"$home/lock"
  flock 9 # two test runs may start at once
  if [ ! -f "$home/installed" ]; then
    npm install --silent --no-audit --no-fund --prefix "$home" "azurite@$version" >&2
    touch "$home/installed"
  fi
  exec 9>&-
fi
if [ -n "${2:-}" ]; then keep=(--location "$2"); else keep=(--inMemoryPersistence); fi
exec node "$main" --blobHost 127.0.0.1 --blobPort "${1:-0}" "${keep[@]}" --skipApiVersionCheck --disableTelemetry

#!/usr/bin/env bash
# Runs the README's commands as a new user would: every line of its ```bash blocks that calls dotnet, in order, in a scratch folder's
# copy of the paths it names. Blocks after "<!-- not run: REASON -->" are left out, and so is the test command that calls this script.
set -euo pipefail
cd "$(dirname "$0")/.."
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
awk '
  /^<!-- not run/ { skip = 1 }
  /^```bash/ { inside = !skip; skip = 0; next }
  /^```/ { inside = 0 }
  inside && /^(dotnet|python3) / { print }
' README.md | sed "s#layerdyn-results#$scratch/results#g" > "$scratch/commands"
[ -s "$scratch/commands" ] || { echo "the README has no commands"; exit 1; }
while IFS= read -r command; do
  echo "\$ $command"
  # The configuration is built already; a new user's first command builds it.
  bash -c "${command/dotnet run -c Release/dotnet run -c Release --no-build}" < /dev/null
done < "$scratch/commands"

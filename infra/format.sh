#!/usr/bin/env bash
# Formats every source file; with --check only looks, and fails where something would change.
set -euo pipefail
cd "$(dirname "$0")/.."
case ${1:-} in
  '') exec dotnet format LayerDyn.Distributed.sln --verbosity quiet ;;
  --check) exec dotnet format LayerDyn.Distributed.sln --verify-no-changes --verbosity quiet ;;
  *) echo "format.sh: '$1' must be --check or nothing" >&2; exit 2 ;;
esac

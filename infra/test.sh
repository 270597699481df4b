#!/usr/bin/env bash
# Builds everything, checks formatting, fetches what the tests need, runs every test project, the pages' commands and the package, and
# ends with one line: "N passed, N failed". Exits non-zero on any failure. Needs the .NET 10 SDK and npm; works as root on a bare Debian 12.
#   infra/test.sh                     everything: what CI runs
#   infra/test.sh CATEGORY...         only these: fast (no server), server (a silo, Azurite), cluster (several silos, Redis, faults),
#                                     browser (headless Chromium), docs (the pages' commands, the Python package, the package, what containers are given)
set -uo pipefail
cd "$(dirname "$0")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
results=artifacts/test-results
rm -rf "$results"
mkdir -p "$results"
steps=0 broken=0

step() {
  echo "== $1"
  shift
  "$@" || { echo "FAILED: $*"; broken=$((broken + 1)); return 1; }
  steps=$((steps + 1))
}

for category in "$@"; do
  case $category in
    fast | server | cluster | browser | docs) ;;
    *) echo "test.sh: '$category' must be one of fast, server, cluster, browser, docs" >&2; exit 2 ;;
  esac
done
# A test project is of one category; one that is not named here is of the category server.
category_of() {
  case $1 in
    LayerDyn.Contracts.Tests | LayerDyn.Fuzz.Tests | LayerDyn.Infra.Tests | LayerDyn.Science.Tests | LayerDyn.Simulation.Tests | LayerDyn.Sweeps.Tests) echo fast ;;
    LayerDyn.Cluster.Tests) echo cluster ;;
    LayerDyn.Browser.Tests) echo browser ;;
    *) echo server ;;
  esac
}
all=${*:-fast server cluster browser docs}
wanted() { [[ " $all " == *" $1 "* ]]; }

step "MNIST (for the tests on real images)" bash infra/fetch-mnist.sh data/mnist
# Tests skip themselves, with a message, where a program is missing that they need; in CI its absence is a failure.
package() { # NAME PROGRAM...: nothing where one of the programs is there
  command -v "${@:2}" >/dev/null && return
  if [ "$(id -u)" -ne 0 ]; then echo "no $1: its tests will be skipped"; return; fi
  apt-get update -qq && RUNLEVEL=1 apt-get install -y -qq --no-install-recommends "$1" >/dev/null # RUNLEVEL=1: the package starts no server of its own
}
! wanted browser || step "Chromium (for the browser tests)" package chromium chromium chromium-browser google-chrome
for program in prometheus promtool; do
  ! wanted server && ! wanted docs || step "Prometheus (for the tests of metrics and alerts): $program" package prometheus "$program"
done
# What the SDK and processes that tests kill leave among the temporary files goes when this ends. As open as the folder that it stands for:
# databases run as users of their own.
TMPDIR=$(mktemp -d)
chmod 1777 "$TMPDIR"
trap 'rm -rf --one-file-system "$TMPDIR"' EXIT
export TMPDIR
# In CI, with the packages that packages.lock.json names and no others.
step "build, warnings are errors" dotnet build LayerDyn.Distributed.sln -c Release -nologo -v quiet -p:RestoreLockedMode="${CI:-false}" || { echo "0 passed, 1 failed"; exit 1; }
# The SDK's restore asks NuGet for advisories (a finding is a warning, and so an error); this asks npm. Not every registry has them.
advisories() {
  local report
  report=$(cd src/LayerDyn.Dashboard && npm audit --audit=true --audit-level=high 2>&1) && return
  if grep -qiE "audit endpoint returned|not implemented|E(404|405|501)|ENOTFOUND|ECONNREFUSED" <<< "$report"; then echo "this registry tells of no advisories"; return; fi
  echo "$report"
  return 1
}
step "known vulnerabilities of what the dashboard is built of" advisories
step "formatting" dotnet format LayerDyn.Distributed.sln --no-restore --verify-no-changes --verbosity quiet
for project in tests/*.Tests/*.csproj; do
  name=$(basename "$project" .csproj)
  wanted "$(category_of "$name")" || continue
  step "$name" dotnet test "$project" -c Release --no-build --nologo --logger "trx;LogFileName=$name.trx" --results-directory "$results"
done
! wanted fast || step "readers given damaged bytes" bash infra/fuzz.sh --inputs 2000
! wanted browser || step "the dashboard's charts" npm --prefix src/LayerDyn.Dashboard test
if wanted docs; then
  step "the Python package" bash infra/check-python.sh
  step "Parquet read by DuckDB" bash infra/check-duckdb.sh
  step "the pages' commands" bash infra/check-pages.sh
  step "runs in terminals of any size" bash infra/check-terminal.sh
  step "containers, Kubernetes, compose" bash infra/check-deployment.sh
  step "telemetry on one machine" env LAYERDYN_BUILT=1 bash infra/telemetry-local.sh --check
  step "the package" bash infra/check-package.sh
fi

# Totals over all test projects, from their result files; a step that is no test project counts as one.
sum() { cat "$results"/*.trx 2> /dev/null | grep -o "<Counters [^>]*" | grep -o " $1=\"[0-9]*\"" | tr -dc '0-9\n' | awk '{ total += $1 } END { print total + 0 }'; }
passed=$(sum passed) failed=$(sum failed) executed=$(sum executed) total=$(sum total)
projects=$(find "$results" -name '*.trx' | wc -l)
passed=$((passed + (steps > projects ? steps - projects : 0)))
[ "$broken" -ne 0 ] && [ "$failed" -eq 0 ] && failed=$broken # a step outside the test projects failed
skipped=$((total - executed))
if [ "$skipped" -gt 0 ]; then echo "$passed passed, $failed failed, $skipped skipped"; else echo "$passed passed, $failed failed"; fi
[ "$broken" -eq 0 ] && [ "$failed" -eq 0 ]

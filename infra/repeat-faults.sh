#!/bin/bash
# The fault suite again and again: infra/repeat-faults.sh TIMES [FILTER] (10 times by default; a filter of dotnet test, such as
# FullyQualifiedName~LostSilo). Prints how often each test passed; exits non-zero unless all passed each time.
set -euo pipefail
cd "$(dirname "$0")/.."
times=${1:-10} filter=${2:-FullyQualifiedName~Faults}
results=artifacts/repeat-faults
rm -rf "$results"
mkdir -p "$results"
dotnet build tests/LayerDyn.Cluster.Tests -c Release -nologo -v quiet
for ((i = 1; i <= times; i++)); do
  dotnet test tests/LayerDyn.Cluster.Tests -c Release --no-build --nologo --filter "$filter" --logger "trx;LogFileName=$i.trx" \
    --results-directory "$results" > "$results/$i.log" 2>&1 || echo "run $i: see $results/$i.log"
  echo "run $i of $times: $(date -u +%H:%M)"
done
# One line a test: passed / run.
grep -ho '<UnitTestResult [^>]*' "$results"/*.trx | sed -E 's/.* testName="([^"]*)".*/\1 &/; s/^(.*) <UnitTestResult.* outcome="([^"]*)".*/\2 \1/' \
  | sort | awk '{ outcome = $1; $1 = ""; run[$0]++; if (outcome == "Passed") passed[$0]++; else if (outcome == "NotExecuted") run[$0]-- }
    END { for (test in run) { printf "%d/%d%s\n", passed[test], run[test], test; if (passed[test] != run[test]) bad = 1 } exit bad }'

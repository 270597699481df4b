#!/usr/bin/env bash
# Runs layerdyn in pseudo-terminals of random sizes that change while it runs, and compares exit codes and results with a run without one:
#   infra/check-terminal.sh [RUNS]     9 when it is not said
# Takes the built client (Release), or the command in $LAYERDYN.
set -euo pipefail
cd "$(dirname "$0")/.."
runs=${1:-9}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
export LAYERDYN=${LAYERDYN:-"dotnet $PWD/client/bin/Release/net10.0/layerdyn.dll"} TERM=xterm-256color
spec() { # NAME RATE
  cat > "$scratch/$1.yaml" << YAML
name: $1
description: a line that is much longer than many terminals are wide, with a letter of two cells, 深, and one that is none, é
model: { kind: deep-linear, widths: [3, 4, 2] }
init: { kind: normal, std: 0.3 }
task: { kind: gaussian-regression, samples: 12 }
optimizer: { kind: gd, learningRate: $2 }
steps: 20000
measure: { at: { logPerDecade: 3 }, observables: [loss] }
seeds: 40
YAML
}
spec converges 0.01
spec diverges 100
echo 'name: wrong' > "$scratch/wrong.yaml"
cd "$scratch"
hash_of() { (cd "$1" 2> /dev/null && find . -path '*/results/*' -o -path '*/records/*' | sort | xargs -r sha256sum) || true; }
for name in converges diverges wrong; do
  code=0
  $LAYERDYN run $name.yaml -o plain-$name > plain-$name.txt 2>&1 < /dev/null || code=$?
  echo $code > plain-$name.code
done
RANDOM=1 # the same sizes at every run
for run in $(seq "$runs"); do
  case $((run % 3)) in 0) name=wrong ;; 1) name=converges ;; *) name=diverges ;; esac
  out=out-$run
  [ $((run % 4)) -eq 0 ] && out=plain-$name # complete: nothing to do
  columns=$((RANDOM % 200 + 1)) rows=$((RANDOM % 60 + 1)) later=$((RANDOM % 200 + 1)) moment=$((RANDOM % 3)).$((RANDOM % 10))
  code=0
  script -qec "stty cols $columns rows $rows; (sleep $moment; stty cols $later rows $rows) & $LAYERDYN run $name.yaml -o $out" terminal.txt > /dev/null < /dev/null || code=$?
  what="run $run of $name, $columns x $rows, then $later columns after $moment s"
  [ "$code" -eq "$(cat plain-$name.code)" ] || { echo "$what: exit code $code, without a terminal $(cat plain-$name.code)"; cat terminal.txt; exit 1; }
  [ "$(hash_of $out)" = "$(hash_of plain-$name)" ] || { echo "$what: other results"; exit 1; }
  ! grep -qi exception terminal.txt || { echo "$what: an exception"; cat terminal.txt; exit 1; }
  rm -rf "out-$run"
done
echo "$runs runs in terminals of random sizes: exit codes and results as without one"

#!/usr/bin/env bash
# Runs the commands of the README and of every page of infra/docs as a reader would, page by page: each ```bash block that is not marked
# as "<!-- not run: REASON -->", in the page's order and in one shell, in an empty folder that shows the clone's files. Blocks after
# "<!-- with a cluster -->" meet a cluster of three silos that infra/cluster-local.sh started. Takes the built programs (Release).
#   infra/check-pages.sh [PAGE...]
set -euo pipefail
cd "$(dirname "$0")/.."
root=$PWD
scratch=$(mktemp -d)
cluster=
stop() {
  trap - EXIT
  [ -z "$cluster" ] || { kill "$cluster" && wait "$cluster"; } 2> /dev/null || true
  rm -rf "$scratch"
}
trap stop EXIT
trap 'exit 1' INT TERM

# The lines of a page's blocks of a kind, embedded or cluster.
blocks() {
  awk -v want="$1" '
    /^<!-- not run/ { kind = "skip" }
    /^<!-- with a cluster/ { kind = "cluster" }
    /^```bash/ { inside = (kind == "" ? "embedded" : kind); kind = ""; next }
    /^```/ { inside = "" }
    inside == want { print }
  ' "$2"
}

# What a page's commands stand for here: the programs that are built already, and a server that must answer well.
cat > "$scratch/shell" << SHELL
set -euo pipefail
set -o errtrace
layerdyn() { command dotnet "$root/client/bin/Release/net10.0/layerdyn.dll" "\$@"; }
layerdyn-silo() { command dotnet "$root/silo/bin/Release/net10.0/layerdyn-silo.dll" "\$@"; }
dotnet() { if [ "\$1" = run ]; then shift; command dotnet run --no-build "\$@"; else command dotnet "\$@"; fi; }
python3() { /usr/bin/python3 "\$@"; }
curl() { command curl --fail-with-body --max-time 120 "\$@"; }
bash() { [[ \$1 == infra/cluster-local.sh ]] || command bash "\$@"; }
trap 'echo "FAILED: \$BASH_COMMAND" >&2' ERR
SHELL

failed=0
run() { # run KIND PAGE
  local name folder script
  name=$(basename "$2" .md)
  folder=$scratch/$name script=$scratch/$name.$1
  blocks "$1" "$2" > "$script"
  [ -s "$script" ] || return 0
  mkdir -p "$folder"
  ln -sfn "$root"/{client,infra,silo,src,tests,data,*.props,*.targets,*.sln,global.json,BannedSymbols*.txt} "$folder/" # not: what a user left there
  [ "$1" = embedded ] || sed -i "s#127.0.0.1:8080#127.0.0.1:$port#g" "$script"
  echo "$2, $1: $(grep -c . "$script") lines"
  cat "$scratch/shell" "$script" > "$script.sh"
  (cd "$folder" && command bash "$script.sh" > "$script.out" 2>&1 < /dev/null) || { tail -n 40 "$script.out"; echo "a command of $2 failed"; failed=1; }
}

pages=${*:-README.md $(echo infra/docs/*.md)}
for page in $pages; do blocks cluster "$page"; done > "$scratch/wanted"
if [ -s "$scratch/wanted" ]; then
  port=$((20000 + RANDOM % 8000)) # the usual ports may be in use
  # Not built again: that would rewrite libraries that the commands of the other pages have mapped.
  LAYERDYN_BUILT=1 LAYERDYN_FIRST_PORT=$port bash infra/cluster-local.sh 3 > "$scratch/cluster.log" 2>&1 &
  cluster=$!
fi
for page in $pages; do run embedded "$page"; done
if [ -n "$cluster" ]; then
  for ((i = 0; i < 1800; i++)); do
    grep -q 'Ctrl-C stops everything' "$scratch/cluster.log" && break
    kill -0 "$cluster" 2> /dev/null || { cat "$scratch/cluster.log"; echo "the cluster did not start"; exit 1; }
    sleep 0.1
  done
  for page in $pages; do run cluster "$page"; done
  kill "$cluster"
  wait "$cluster" || true
  cluster=
  for each in $port $((port + 1)) $((port + 2)) $((port + 100)) $((port + 101)); do # silos, Redis, Azurite
    if (exec 3<> "/dev/tcp/127.0.0.1/$each") 2> /dev/null; then echo "infra/cluster-local.sh ended and left something behind on port $each"; failed=1; fi
  done
fi
exit $failed

#!/bin/bash
# A cluster on one machine for trying out: infra/cluster-local.sh [SILOS]. Starts Redis, Azurite and the silos on loopback, prints
# what to do with them, and stops them all on Ctrl-C. Set LAYERDYN_FOLDER to keep the results (default: a temporary folder), and
# LAYERDYN_FIRST_PORT where the ports 8080, 10010, 11111, 16379 or 30000 are taken.
set -euo pipefail
cd "$(dirname "$0")/.."
silos=${1:-2}
case $silos in '' | *[!0-9]* | 0) echo "cluster-local.sh: '$silos' must be a number of silos, e.g. 2" >&2; exit 2 ;; esac
folder=${LAYERDYN_FOLDER:-$(mktemp -d)}
mkdir -p "$folder"
if [ -n "${LAYERDYN_FIRST_PORT:-}" ]; then
  # Somewhere else, where the usual ports are taken: HTTP from that port on, everything else above it.
  http=$LAYERDYN_FIRST_PORT redis=$((http + 100)) azurite=$((http + 101)) member=$((http + 200)) gateway=$((http + 300))
else
  http=8080 redis=16379 azurite=10010 member=11111 gateway=30000
fi
pids=()
stop() {
  trap - INT TERM EXIT
  echo "stopping"
  # Silos first: they hand over what they have while the store and the membership are still there.
  for ((i = ${#pids[@]} - 1; i >= 0; i--)); do
    kill "${pids[i]}" 2> /dev/null || true
    wait "${pids[i]}" 2> /dev/null || true
  done
  [ -n "${LAYERDYN_FOLDER:-}" ] || rm -rf "$folder"
}
trap stop INT TERM EXIT
listening() { for _ in $(seq 1 600); do (exec 3<> "/dev/tcp/127.0.0.1/$1") 2> /dev/null && return; sleep 0.1; done; echo "nothing listens on port $1; see $folder/*.log" >&2; exit 1; }

[ -n "${LAYERDYN_BUILT:-}" ] || dotnet build silo -c Release -nologo -v quiet # built already: see infra/check-pages.sh
bash infra/redis.sh $redis "$folder/redis" > "$folder/redis.log" 2>&1 & pids+=($!)
mkdir -p "$folder/blobs"
bash infra/azurite.sh $azurite "$folder/blobs" > "$folder/azurite.log" 2>&1 & pids+=($!)
listening $redis
listening $azurite
# The published account and key of the emulator.
export LAYERDYN_AZURE_CONNECTION_STRING="DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==;BlobEndpoint=http://127.0.0.1:$azurite/devstoreaccount1;"
for ((i = 0; i < silos; i++)); do
  dotnet silo/bin/Release/net10.0/layerdyn-silo.dll --Silo:Store=azure:layerdyn --Silo:Redis=127.0.0.1:$redis --Silo:Cluster=local \
    --Silo:SiloPort=$((member + i)) --Silo:GatewayPort=$((gateway + i)) --Silo:HttpPort=$((http + i)) --Lanes:CpuLanes=1 > "$folder/silo-$i.log" 2>&1 & pids+=($!)
done
for ((i = 0; i < silos; i++)); do listening $((http + i)); done
echo "$silos silos are up, logs in $folder"
echo "dashboard: http://127.0.0.1:$http"
echo "submit:    dotnet run -c Release --project client -- submit lazy-rich-scale --cluster http://127.0.0.1:$http --watch"
echo "Ctrl-C stops everything"
wait "${pids[-1]}"

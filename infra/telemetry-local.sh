#!/bin/bash
# What a silo tells of itself, to be looked at on one machine: infra/telemetry-local.sh [FOLDER]. Starts a silo over the folder
# (default: a temporary one), Prometheus (the Debian package) for its metrics, and the Aspire dashboard (from NuGet) for traces, metrics
# and logs, all on loopback; prints where they are, and stops them on Ctrl-C. LAYERDYN_FIRST_PORT moves the ports, from 18080 on.
#   infra/telemetry-local.sh --check    runs a small sweep instead, and ends once each of them has shown what it has to
set -euo pipefail
check=
[ "${1:-}" != --check ] || { check=1; shift; }
folder=${1:+$(realpath -m -- "$1")} # where the caller has it
cd "$(dirname "$0")/.."
aspire=13.6.5
first=${LAYERDYN_FIRST_PORT:-18080}
http=$first member=$((first + 1)) gateway=$((first + 2)) metrics=$((first + 10)) board=$((first + 20)) otlp=$((first + 21))
command -v prometheus > /dev/null || { echo "telemetry-local.sh: prometheus is not on the path: apt-get install prometheus" >&2; exit 2; }
for port in $http $member $gateway $metrics $board $otlp; do
  if (exec 3<> "/dev/tcp/127.0.0.1/$port") 2> /dev/null; then echo "telemetry-local.sh: port $port is taken: set LAYERDYN_FIRST_PORT to another than $first" >&2; exit 2; fi
done
work=$(mktemp -d)
store=${folder:-$work/store}
mkdir -p "$store"
pids=()
stop() {
  trap - INT TERM EXIT
  echo "stopping"
  for pid in "${pids[@]}"; do kill "$pid" 2> /dev/null || true; done # the silo first: it sends what it has left
  for pid in "${pids[@]}"; do wait "$pid" 2> /dev/null || true; done
  rm -rf "$work"
}
trap stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
# until NAME COMMAND...: waits, a minute at most, for a command to succeed.
until_it() {
  for _ in $(seq 1 300); do "${@:2}" > /dev/null 2>&1 && return; sleep 0.2; done
  echo "$1: nothing after a minute; its last lines:" >&2
  tail -n 20 "$work"/*.log >&2
  exit 1
}
# holds URL PATTERN: not through a pipe, as grep -q ends at its first match and curl then fails to write the rest.
holds() { local answer; answer=$(curl -fsS --max-time 5 "$1") && grep -qE "$2" <<< "$answer"; }

[ -n "${LAYERDYN_BUILT:-}" ] || dotnet build silo -c Release -nologo -v quiet # built already: see infra/check-pages.sh
cat > "$work/aspire.csproj" << PROJECT
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>
  <ItemGroup><PackageDownload Include="Aspire.Dashboard.Sdk.linux-x64" Version="[$aspire]" /></ItemGroup>
</Project>
PROJECT
dotnet restore "$work/aspire.csproj" --verbosity quiet
packages=$(dotnet nuget locals global-packages --list | sed 's/^[^:]*: //')
program=$packages/aspire.dashboard.sdk.linux-x64/$aspire/tools
# A package has no executable files of its own.
cp -r "$program" "$work/board"
chmod u+x "$work/board/Aspire.Dashboard"

# Metrics every five seconds: the default is a minute, and the dashboard says until then that there are none.
OTEL_METRIC_EXPORT_INTERVAL=5000 OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:$otlp dotnet silo/bin/Release/net10.0/layerdyn-silo.dll --Silo:Store="$store" \
  --Api:Links:0:Name=Traces --Api:Links:0:Url="http://127.0.0.1:$board/traces?filters=layerdyn.sweep:equals:{sweep}" \
  --Api:Links:1:Name=Logs --Api:Links:1:Url="http://127.0.0.1:$board/structuredlogs?filters=layerdyn.sweep:equals:{sweep}" \
  --Silo:HttpPort=$http --Silo:SiloPort=$member --Silo:GatewayPort=$gateway > "$work/silo.log" 2>&1 & pids+=($!)
# Nobody signs in: it listens on loopback only.
(cd "$work/board" && ASPNETCORE_URLS=http://127.0.0.1:$board DOTNET_DASHBOARD_OTLP_ENDPOINT_URL=http://127.0.0.1:$otlp DOTNET_DASHBOARD_UNSECURED_ALLOW_ANONYMOUS=true \
  exec ./Aspire.Dashboard > "$work/board.log" 2>&1) & pids+=($!)
mkdir "$work/prometheus"
cp infra/prometheus/{prometheus.yml,alerts.yml} "$work/prometheus/"
echo none > "$work/prometheus/scrape-key"
echo "- targets: [\"127.0.0.1:$http\"]" > "$work/prometheus/targets.yml"
[ -z "$check" ] || sed -i 's/15s/1s/g' "$work/prometheus/prometheus.yml"
prometheus --config.file="$work/prometheus/prometheus.yml" --storage.tsdb.path="$work/prometheus/data" --web.listen-address=127.0.0.1:$metrics > "$work/prometheus.log" 2>&1 & pids+=($!)
until_it silo holds "http://127.0.0.1:$http/health/ready" .
until_it "Aspire dashboard" holds "http://127.0.0.1:$board/api/telemetry/resources" .
until_it Prometheus holds "http://127.0.0.1:$metrics/-/ready" .

if [ -n "$check" ]; then
  curl -fsS "http://127.0.0.1:$http/api/v1/recipes/stages" > "$work/stages.yaml"
  curl -fsS -X POST -H 'Content-Type: text/yaml' --data-binary "@$work/stages.yaml" "http://127.0.0.1:$http/api/v1/sweeps?variant=quick" > "$work/sweep.json"
  sweep=$(grep -o '"id":"[^"]*"' "$work/sweep.json" | head -n 1 | cut -d '"' -f 4)
  until_it "the sweep's points in Prometheus" holds "http://127.0.0.1:$metrics/api/v1/query?query=layerdyn_points_terminal_total%7Bstate%3D%22finished%22%7D%3E0" '"value"'
  until_it "the sweep's trace in the Aspire dashboard" holds "http://127.0.0.1:$board/api/telemetry/spans" "$sweep"
  until_it "the sweep's log lines in the Aspire dashboard" holds "http://127.0.0.1:$board/api/telemetry/logs" "$sweep"
  echo "metrics, traces and logs of $sweep are there"
  exit 0
fi
echo "silo and its dashboard: http://127.0.0.1:$http"
echo "Prometheus:             http://127.0.0.1:$metrics   e.g. rate(layerdyn_points_terminal_total[1m])"
echo "traces, metrics, logs:  http://127.0.0.1:$board"
echo "submit:                 dotnet run -c Release --project client -- submit lazy-rich-scale --cluster http://127.0.0.1:$http --watch"
echo "Ctrl-C stops everything"
wait "${pids[0]}"

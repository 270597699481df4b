#!/usr/bin/env bash
# Runs infra/slurm/layerdyn.sbatch in a real Slurm (Debian: apt-get install slurm-wlm; installed here when it is missing and this is root)
# of one machine that plays three nodes: munged, slurmctld and three slurmd on loopback, with a configuration of their own. A sweep on
# three silos must give the curves of one process, byte for byte; a job that is cancelled and given again must end the sweep.
# Takes the built programs (Release). Needs root, as slurmd does; elsewhere it says so and skips.
set -euo pipefail
cd "$(dirname "$0")/../.."
root=$PWD
[ "$(id -u)" = 0 ] || { echo "skipped: Slurm's daemons need root"; exit 0; }
export PATH=$PATH:/usr/sbin
if ! command -v slurmctld > /dev/null || ! command -v slurmd > /dev/null; then
  command -v apt-get > /dev/null && apt-get update -qq && apt-get install -y -qq --no-install-recommends slurm-wlm munge > /dev/null
fi
command -v redis-server > /dev/null || apt-get install -y -qq redis-server > /dev/null
folder=$(mktemp -d)
chmod 755 "$folder"
pids=()
stop() {
  trap - EXIT
  scancel --full "${jobs[@]}" 2> /dev/null || true
  for ((i = ${#pids[@]} - 1; i >= 0; i--)); do kill "${pids[i]}" 2> /dev/null && wait "${pids[i]}" 2> /dev/null || true; done
  rm -rf "$folder"
}
jobs=()
trap stop EXIT
port=$((20000 - RANDOM % 5000))
mkdir "$folder/state" "$folder/node1" "$folder/node2" "$folder/node3" "$folder/work"
head -c 128 /dev/urandom > "$folder/munge.key"
chmod 600 "$folder/munge.key"
munged --foreground --force --key-file="$folder/munge.key" --socket="$folder/munge.sock" --pid-file="$folder/munge.pid" \
  --seed-file="$folder/munge.seed" --log-file="$folder/munge.log" > /dev/null 2>&1 & pids+=($!)
export SLURM_CONF=$folder/slurm.conf
cat > "$SLURM_CONF" << CONF
ClusterName=check
SlurmctldHost=$(hostname -s)(127.0.0.1)
SlurmctldPort=$port
SlurmUser=root
AuthType=auth/munge
AuthInfo=socket=$folder/munge.sock
CredType=cred/munge
StateSaveLocation=$folder/state
SlurmdSpoolDir=$folder/%n
SlurmctldPidFile=$folder/slurmctld.pid
SlurmdPidFile=$folder/%n.pid
SlurmctldLogFile=$folder/slurmctld.log
SlurmdLogFile=$folder/%n.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
MpiDefault=none
ReturnToService=2
SchedulerParameters=sched_min_interval=100000
SlurmdParameters=config_overrides
NodeName=node1 NodeHostname=$(hostname -s) NodeAddr=127.0.0.1 Port=$((port + 1)) CPUs=1
NodeName=node2 NodeHostname=$(hostname -s) NodeAddr=127.0.0.1 Port=$((port + 2)) CPUs=1
NodeName=node3 NodeHostname=$(hostname -s) NodeAddr=127.0.0.1 Port=$((port + 3)) CPUs=1
PartitionName=all Nodes=ALL Default=YES MaxTime=INFINITE State=UP
CONF
for ((i = 0; i < 300; i++)); do [ -S "$folder/munge.sock" ] && break; sleep 0.1; done
slurmctld -D -f "$SLURM_CONF" > /dev/null 2>&1 & pids+=($!)
for node in node1 node2 node3; do slurmd -D -f "$SLURM_CONF" -N "$node" > /dev/null 2>&1 & pids+=($!); done
for ((i = 0; i < 600; i++)); do [ "$(sinfo --noheader --states=idle --format=%D 2> /dev/null | tr -d ' ')" = 3 ] && break; sleep 0.1; done
sinfo

export LAYERDYN_CLIENT=$root/client/bin/Release/net10.0/layerdyn LAYERDYN_SILO=$root/silo/bin/Release/net10.0/layerdyn-silo
job() { (cd "$folder/work" && sbatch --parsable --nodes=3 "$root/infra/slurm/layerdyn.sbatch" "$@"); }
state() { scontrol show job "$1" | grep -o 'JobState=[A-Z]*' | cut -d= -f2; }
ended() { # waits until a job is over, and fails unless it ended as it should
  for ((i = 0; i < 3000; i++)); do
    case $(state "$1") in PENDING | RUNNING | COMPLETING | CONFIGURING) sleep 0.1 ;; *) break ;; esac
  done
  [ "$(state "$1")" = "$2" ] || { echo "job $1 is $(state "$1"), not $2"; tail -n 30 "$folder"/work/*"$1"*.log; tail -n 5 "$folder"/*.log; exit 1; }
}

same() { # the curves of the job's sweep and of one process
  for file in "$folder"/alone/"$1"-*/curves/*.csv; do cmp "$file" "$folder/work/layerdyn-results/${file#"$folder/alone/"}"; done
  echo "$1 on three silos: the curves of one process, byte for byte"
}

"$LAYERDYN_CLIENT" run lazy-rich-imbalance --quick --out "$folder/alone" > /dev/null
jobs+=("$(job lazy-rich-imbalance --quick --batch 8)")
ended "${jobs[-1]}" COMPLETED
same lazy-rich-imbalance

# What Slurm does before a job's time is up: the silos are told to stop. The same job again does the rest.
"$LAYERDYN_CLIENT" run lazy-rich-scale --out "$folder/alone" > /dev/null
jobs+=("$(job lazy-rich-scale --batch 20)")
for ((i = 0; i < 600; i++)); do
  grep -q 'finished [1-9]' "$folder/work/layerdyn-${jobs[-1]}.log" 2> /dev/null && break
  sleep 0.1
done
scancel --signal=TERM "${jobs[-1]}"
for ((i = 0; i < 1200; i++)); do [ "$(state "${jobs[-1]}")" = RUNNING ] || break; sleep 0.1; done
"$LAYERDYN_CLIENT" status lazy-rich-scale --out "$folder/work/layerdyn-results" || true # 1 while points remain
jobs+=("$(job lazy-rich-scale --batch 20)")
ended "${jobs[-1]}" COMPLETED
same lazy-rich-scale

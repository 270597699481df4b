#!/usr/bin/env bash
# Runs the SQL of infra/docs/reading-results.md by DuckDB (its library for Node.js from npm) on a fresh sweep's own Parquet segments and
# on an exported table, and compares both with the CSV that layerdyn writes; then the same for a sweep whose points have different columns.
# Takes the built client (Release).
set -euo pipefail
cd "$(dirname "$0")/.."
home=$PWD/artifacts/duckdb-1.5.6-r.1
if [ ! -f "$home/installed" ]; then
  mkdir -p "$home"
  npm install --silent --no-audit --no-fund --prefix "$home" @duckdb/node-api@1.5.6-r.1 > /dev/null
  touch "$home/installed"
fi
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
layerdyn() { dotnet client/bin/Release/net10.0/layerdyn.dll "$@"; }
layerdyn run lazy-rich-imbalance --quick --out "$scratch/layerdyn-results" > /dev/null
cat > "$scratch/depths.yaml" << 'YAML'
name: depths
model: { kind: mlp, widths: [4, 8, 1] }
init: { kind: normal, std: 0.5 }
task: { kind: gaussian-regression, samples: 20, inputs: 4, outputs: 1 }
optimizer: { kind: sgd, batchSize: 5, learningRate: 0.05 }
steps: 4
measure: { at: { every: 2 }, observables: [loss, weight-norm] }
axes:
  widths: { values: [[4, 3, 3, 1], [4, 8, 1]], sets: [model.widths] }
  batch: { values: [5, 10], sets: [optimizer.batchSize] }
  loss: { values: [mse, mse-mean], sets: [loss] }
  whiten: { values: [true, false], sets: [task.whiten] }
YAML
layerdyn run "$scratch/depths.yaml" --out "$scratch/layerdyn-results" > /dev/null
for sweep in lazy-rich-imbalance depths; do
  for what in results records; do
    for format in csv parquet; do layerdyn export $sweep --what $what --to "$scratch/$sweep-$what.$format" --out "$scratch/layerdyn-results" > /dev/null; done
  done
done
sed -n 's/^duckdb -c "\(.*\)"$/\1/p' infra/docs/reading-results.md | sed 's/\\"/"/g' > "$scratch/page.sql"
[ -s "$scratch/page.sql" ] || { echo "the page has no SQL"; exit 1; }
cd "$scratch"
NODE_PATH=$home/node_modules node - << 'JS'
const { DuckDBInstance } = require('@duckdb/node-api');
const { readFileSync } = require('node:fs');
(async () => {
  const connection = await (await DuckDBInstance.create()).connect();
  const rows = async sql => (await connection.runAndReadAll(sql)).getRowsJson();
  const page = await rows(readFileSync('page.sql', 'utf8'));
  const csv = await rows(`select "lambda", avg("kernel-distance") from read_csv('lazy-rich-imbalance-results.csv') group by 1 order by 1`);
  console.log(`the page's query: ${page.length} rows, the first ${page[0].join(', ')}`);
  if (page.length !== 13) throw new Error(`${page.length} rows, not 13`);
  page.forEach((row, i) => {
    if (row[0] !== csv[i][0] || Math.abs(row[1] / csv[i][1] - 1) > 1e-12) throw new Error(`${row} is not ${csv[i]}`);
  });
  for (const sweep of ['lazy-rich-imbalance', 'depths']) for (const what of ['results', 'records']) {
    const own = `'layerdyn-results/${sweep}-*/${what}/*.parquet'`, table = `'${sweep}-${what}.parquet'`, text = `read_csv('${sweep}-${what}.csv')`;
    const order = what === 'records' ? 'point, step' : 'point';
    const [segments, exported, csv] = await Promise.all([own, table, text].map(from => rows(`select * from ${from} order by ${order}`)));
    if (JSON.stringify(exported) !== JSON.stringify(csv)) throw new Error(`${sweep}, ${what}: the exported Parquet is not the CSV`);
    if (JSON.stringify(segments) !== JSON.stringify(csv)) throw new Error(`${sweep}, ${what}: the segments are not the CSV`);
    const columns = from => rows(`select column_name, column_type from (describe select * from ${from})`).then(JSON.stringify);
    if (await columns(own) !== await columns(table)) throw new Error(`${sweep}, ${what}: ${await columns(own)} is not ${await columns(table)}`);
    console.log(`${sweep}, ${what}: ${csv.length} rows and ${csv[0].length} columns alike in the segments, the exported Parquet and the CSV`);
  }
  const types = await rows(`select typeof(batch), typeof("axis.loss"), typeof(whiten), count("weight-norm.6") from 'layerdyn-results/depths-*/results/*.parquet' group by all`);
  if (JSON.stringify(types) !== '[["BIGINT","VARCHAR","BOOLEAN","8"]]') throw new Error(`types of depths: ${JSON.stringify(types)}`);
})().catch(error => { console.error(String(error)); process.exit(1); });
JS

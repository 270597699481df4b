#!/usr/bin/env bash
# Runs the SQL of infra/docs/reading-results.md by DuckDB (its library for Node.js from npm) on a fresh sweep's own Parquet segments and
# on an exported table, and compares both with the CSV that layerdyn writes. Takes the built client (Release).
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
for what in results records; do
  for format in csv parquet; do layerdyn export lazy-rich-imbalance --what $what --to "$scratch/$what.$format" --out "$scratch/layerdyn-results" > /dev/null; done
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
  const csv = await rows(`select "lambda", avg("kernel-distance") from read_csv('results.csv') group by 1 order by 1`);
  console.log(`the page's query: ${page.length} rows, the first ${page[0].join(', ')}`);
  if (page.length !== 13) throw new Error(`${page.length} rows, not 13`);
  page.forEach((row, i) => {
    if (row[0] !== csv[i][0] || Math.abs(row[1] / csv[i][1] - 1) > 1e-12) throw new Error(`${row} is not ${csv[i]}`);
  });
  for (const what of ['results', 'records']) {
    const own = `'layerdyn-results/lazy-rich-imbalance-*/${what}/*.parquet'`;
    const value = '"kernel-distance"', order = what === 'records' ? '"lambda", ratio, step' : '"lambda", ratio';
    const [segments, table, text] = await Promise.all([own, `'${what}.parquet'`, `read_csv('${what}.csv')`]
      .map(from => rows(`select "lambda", ratio, ${value} from ${from} order by ${order}`)));
    if (JSON.stringify(table) !== JSON.stringify(text)) throw new Error(`${what}: the exported Parquet is not the CSV`);
    if (JSON.stringify(segments) !== JSON.stringify(text)) throw new Error(`${what}: the segments are not the CSV`);
    console.log(`${what}: ${text.length} rows alike in the segments, the exported Parquet and the CSV`);
  }
})().catch(error => { console.error(String(error)); process.exit(1); });
JS

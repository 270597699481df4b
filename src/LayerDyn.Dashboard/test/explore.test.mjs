// What the Explore view makes of a results table: `npm test`.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";
import * as echarts from "echarts";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const folder = mkdtempSync(join(tmpdir(), "layerdyn-explore-"));
after(() => rmSync(folder, { recursive: true }));
globalThis.location = { hash: "#/" };
globalThis.history = { replaceState() {} };
const entry = ["data", "groups", "importance", "state", "options", "map"].map(name => `export * from "./app/explore/${name}";`).join("\n");
await build({ stdin: { contents: entry, resolveDir: root, loader: "ts" }, bundle: true, format: "esm", platform: "node", outfile: join(folder, "explore.mjs"), logLevel: "warning" });
const explore = await import(pathToFileURL(join(folder, "explore.mjs")).href);
const colours = { ink: "#111", dim: "#666", line: "#ddd", ground: "#fff", grey: "#999", font: "sans-serif", dark: false, series: () => "#111" };

/** Three widths, two losses, two seeds: the loss is 10^-width, twice as much for the second loss; one point diverged. */
const lines = [];
for (const [w, width] of [1, 2, 3].entries()) for (const [l, loss] of ["mse", "mse-mean"].entries()) for (const seed of [0, 1]) {
  const point = 4 * w + 2 * l + seed, lost = point === 5;
  lines.push(JSON.stringify({ point, id: `${point}`, width, "axis.loss": loss, seed, status: lost ? "diverged" : "finished", last_step: 9, diverged_at: null, rows: 3, loss: lost ? null : 10 ** -width * (l + 1), odd: point === 0 ? "Infinity" : -1 }));
}
const results = explore.readResults(lines.join("\n") + "\n");
const look = query => explore.readLook(new URLSearchParams(query), results);
const of = name => results.columns.find(column => column.name === name);

test("a results table becomes columns of numbers", () => {
  assert.deepEqual(results.columns.map(column => `${column.name}:${column.kind}`), ["width:axis", "axis.loss:axis", "seed:seed", "loss:value", "odd:value"]);
  assert.deepEqual(of("axis.loss").labels, ["mse", "mse-mean"]);
  assert.deepEqual(of("axis.loss").values.slice(0, 4), [0, 0, 1, 1]);
  assert.ok(Number.isNaN(of("loss").values[5]));
  assert.equal(of("odd").values[0], Infinity);
  assert.deepEqual(explore.readResults("").columns, []);
  assert.equal(explore.readLook(new URLSearchParams(), explore.readResults("")), null);
});

test("points that are left out follow no axis", () => {
  assert.equal(explore.stepOf(20_000, [10, 10]), 1);
  for (const [expected, lengths] of [[200_000, [400, 500]], [1_000_000, [10, 10, 10, 1000]], [90_000, [300, 300]]]) {
    const step = explore.stepOf(expected, lengths), wanted = Math.ceil(expected / explore.most);
    assert.ok(step >= wanted && step < 4 * wanted, `${step}`);
    const last = lengths.at(-1), met = new Set(Array.from({ length: Math.floor(expected / step) }, (_, at) => at * step % last));
    assert.equal(met.size, last);
  }
});

test("the first-order Sobol index is that of a function with known shares", () => {
  // 3 a + b with a and b even over four values each: variances 9 and 1 of 10. Four points of each pair, so that chance is told from effect.
  const a = [], b = [], values = [];
  for (let i = 0; i < 4; i++) for (let j = 0; j < 4; j++) for (let k = 0; k < 200; k++) { a.push(i); b.push(j); values.push(3 * i + j); }
  const [first, second] = explore.importances([{ name: "a", values: a }, { name: "b", values: b }], values);
  assert.ok(Math.abs(first.share - 0.9) < 0.001 && Math.abs(second.share - 0.1) < 0.002, `${first.share} ${second.share}`);
  // Noise alone explains nothing, whatever the number of positions.
  let seed = 1;
  const noise = values.map(() => (seed = seed * 48271 % 2147483647) / 2147483647);
  assert.ok(explore.importances([{ name: "a", values: a }], noise)[0].share < 0.005);
  assert.equal(explore.importances([{ name: "a", values: a }], values.map(() => 2))[0].share, 0);
  // Without a value a point does not count: all that are left agree.
  assert.ok(Math.abs(explore.importances([{ name: "a", values: a }], a.map(value => value === 3 ? NaN : value))[0].share - 1) < 1e-12);
  assert.ok(Number.isNaN(explore.importances([{ name: "a", values: [0, 1, 2] }], [1, 2, 3])[0].share)); // a position a point: nobody can know
});

test("the address says what is looked at, and reads back", () => {
  const seen = look("plot=scatter&value=loss&x=width&y=loss&in=loss:0.001..0.1&in=axis.loss:1..1&in=nowhere:1..2&in=loss:x..1&best=highest&columns=odd,gone");
  assert.deepEqual([seen.plot, seen.value.name, seen.x.name, seen.y.name, seen.highest, seen.shown], ["scatter", "loss", "width", "loss", true, ["odd"]]);
  assert.deepEqual(seen.filters, [{ column: "loss", low: 0.001, high: 0.1 }, { column: "axis.loss", low: 1, high: 1 }]);
  assert.deepEqual(explore.fitting(results, seen.filters).map(at => results.points[at]), [6, 7, 10, 11]);
  const query = new URLSearchParams("a=1");
  explore.keepFilters(query, [...seen.filters, { column: "width", low: -Infinity, high: Infinity }, { column: "width", low: 2, high: Infinity }]);
  assert.deepEqual(query.getAll("in"), ["loss:0.001..0.1", "axis.loss:1..1", "width:2.."]);
  assert.equal(look("value=width").value.name, "loss"); // an axis is no value
  assert.equal(look("plot=map&x=loss").x.name, "width");
  assert.equal(look("").log(of("loss")), true);
  assert.equal(look("flip=loss").log(of("loss")), false);
  assert.equal(look("flip=axis.loss").log(of("axis.loss")), false);
  assert.equal(explore.highestIsBest("test-accuracy"), true);
});

test("parallel coordinates have an axis a column, a line a point with a value, the best on top", () => {
  const option = explore.parallelOption(results, look("value=loss"), colours, false);
  assert.deepEqual(option.parallelAxis.map(axis => axis.name), ["width", "axis.loss", "seed", "loss (log)"]);
  assert.equal(option.series[0].data.length, 11);
  assert.deepEqual(option.series[0].data.at(-1).map(place => Number(place.toFixed(6))), [3, 0, 1, -3]);
  const chart = echarts.init(null, null, { renderer: "svg", ssr: true, width: 900, height: 400 });
  chart.setOption(option);
  for (const action of explore.selections(results, look("value=loss&in=width:2..3"))) chart.dispatchAction(action);
  const active = chart.getModel().getSeries()[0].getRawIndicesByActiveState("active");
  assert.equal(active.length, 7);
  const svg = chart.renderToSVGString();
  for (const text of ["mse-mean", "width", "loss (log)"]) assert.ok(svg.includes(`>${text}<`), text);
});

test("what is marked on a log axis is kept in values", () => {
  assert.deepEqual(explore.intervalsOf(of("loss"), true, [[-2, -1]]), [{ column: "loss", low: 0.01, high: 0.1 }]);
  const [, , , marked] = explore.selections(results, look("value=loss&in=loss:..0.1"));
  assert.ok(marked.intervals[0][0] < -3 && Math.abs(marked.intervals[0][1] + 1) < 1e-12);
});

test("a scatter has a place a point, spread a little over an axis", () => {
  const { option, order, places } = explore.scatterOption(look("plot=scatter&value=loss&x=width&y=odd"), results.points.map((_, at) => at), colours);
  assert.equal(order.length, 10); // one has no loss, one has an infinite ordinate
  places.forEach(([x], at) => assert.ok(Math.abs(x - of("width").values[order[at]]) <= 0.15));
  const chart = echarts.init(null, null, { renderer: "svg", ssr: true, width: 900, height: 400 });
  chart.setOption(option);
  assert.ok(chart.renderToSVGString().includes(">width<"));
});

test("a map has means, raw values and deviations, and the points behind each cell", () => {
  const chart = explore.mapChart(results, look("plot=map&value=loss&x=width&y=axis.loss"), results.points.map((_, at) => at));
  assert.deepEqual([chart.x.ticks, chart.y.ticks], [["1", "2", "3"], ["mse", "mse-mean"]]);
  const [panel] = chart.panels;
  assert.deepEqual(panel.values.slice(0, 3).map(value => Number(value.toFixed(9))), [-1, -2, -3]);
  assert.deepEqual(panel.raw.slice(3), [0.2, 0.02, 0.002]);
  assert.deepEqual(panel.deviations, [0, null, 0, 0, 0, 0]); // of point 5 there is no value
  assert.deepEqual(chart.behind, ["0-1", "4-5", "8-9", "2-3", "6-7", "10-11"]);
  const plain = explore.mapChart(results, look("plot=map&value=loss&x=width&y=seed&flip=loss"), results.points.map((_, at) => at)).panels[0];
  assert.equal(plain.raw, undefined);
  assert.ok(Math.abs(plain.deviations[0] - Math.sqrt(0.005)) < 1e-12);
});

test("a sampled axis is seen in parts of its interval", () => {
  // The loss is the rate's decade alone, whatever the second axis has: 256 samples, both ways even.
  const rows = Array.from({ length: 256 }, (_, at) => ({ rate: 10 ** (-4 + 4 * (at + 0.5) / 256), scale: (at * 165 % 256 + 0.5) / 128 }));
  const text = rows.map((row, point) => JSON.stringify({ point, id: `${point}`, ...row, seed: 0, status: "finished", last_step: 9, diverged_at: null, rows: 3, loss: Math.log10(row.rate) })).join("\n");
  const drawn = explore.readResults(text, 1, [{ interval: { low: 1e-4, high: 1, isLog: true } }, { interval: { low: 0, high: 2, isLog: false } }]);
  const seen = explore.readLook(new URLSearchParams("plot=map&value=loss&x=rate&y=scale"), drawn);
  assert.ok(seen.log(seen.x) && !seen.log(seen.y));
  const chart = explore.mapChart(drawn, seen, drawn.points);
  assert.deepEqual([chart.x.count, chart.y.count, chart.x.scale, chart.y.scale, chart.x.name], [16, 16, "log", "linear", null]);
  assert.equal(chart.behind.filter(Boolean).flatMap(list => list.split(",")).length, 256);
  for (let row = 0; row < 16; row++) for (let column = 0; column < 16; column++) {
    const shown = chart.panels[0].values[16 * row + column];
    if (shown !== null) assert.ok(Math.abs(shown - Math.log10(chart.x.numbers[column])) <= 0.126, `${shown}`);
  }
  const [rate, scale] = explore.importances(drawn.columns.slice(0, 2), drawn.columns.at(-1).values);
  assert.ok(rate.share > 0.99 && scale.share < 0.05, `${rate.share} ${scale.share}`);
});

test("points are put together by columns, with the mean and deviation of those that have a value", () => {
  const by = look("by=width,axis.loss").by, groups = explore.groupsOf(results.points, by, [of("loss")]);
  assert.deepEqual(by.map(column => column.name), ["width", "axis.loss"]);
  assert.deepEqual(groups.map(group => group.points), [[0, 1], [2, 3], [4, 5], [6, 7], [8, 9], [10, 11]]);
  assert.deepEqual([groups[1].means.get("loss"), groups[1].deviations.get("loss")], [0.2, 0]);
  assert.deepEqual([groups[2].means.get("loss"), groups[2].deviations.get("loss")], [0.01, NaN]); // one of its two diverged
  const all = explore.groupsOf([0, 2], [], [of("loss")])[0];
  assert.deepEqual([all.points.length, Number(all.means.get("loss").toFixed(6)), Number(all.deviations.get("loss").toFixed(6))], [2, 0.15, 0.070711]);
});

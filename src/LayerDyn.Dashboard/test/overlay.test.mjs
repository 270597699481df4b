// Charts of several sweeps as one: `npm test`.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const folder = mkdtempSync(join(tmpdir(), "layerdyn-overlay-"));
after(() => rmSync(folder, { recursive: true }));
await build({ stdin: { contents: 'export * from "./app/charts/overlay"; export * from "./app/charts/smooth";', resolveDir: root, loader: "ts" }, bundle: true, format: "esm", platform: "node", outfile: join(folder, "overlay.mjs"), logLevel: "warning" });
const { overlay, smoothed } = await import(pathToFileURL(join(folder, "overlay.mjs")).href);

const axis = label => ({ label, name: label, log: false, min: null, max: null });
const line = (label, y, more = {}) => ({ label, x: [0, 1], y, color: 0, stroke: "solid", role: "measured", behind: "0-9", ...more });
const lines = (panels, y = "loss") => ({ $type: "lines", title: "loss", note: "n", x: axis("step"), y: axis(y), panels });
const panel = (title, ...series) => ({ title, series, levels: [0.5], y: null });
const map = (values, more = {}) => ({ $type: "heatmap", title: "m", note: "", x: { label: "a", ticks: ["1", "2"], numbers: [1, 2], count: 2 }, y: { label: "b", ticks: ["1"], numbers: [1], count: 1 }, valueLabel: "loss", classes: [], lines: [], behind: ["0", "1"], min: null, max: null, panels: [{ title: "trained", values, diverged: [false, false] }], ...more });

test("lines of three sweeps are in one panel, each with its name and colours, a shared theory once", () => {
  const theory = line("theory", [1, 2], { role: "theory", stroke: "dashed" });
  const chart = overlay([
    { name: "A", chart: lines([panel("", line("", [1, 2]), theory)]) },
    { name: "B", chart: lines([panel("", line("lr = 1", [3, 4]), line("lr = 2", [5, 6], { color: 1 }), theory)]) },
    { name: "C", chart: lines([panel("", line("", [7, 8], { color: -1 }))]) }]);
  assert.deepEqual(chart.panels.map(each => each.series.map(series => [series.label, series.color, series.role, series.behind])),
    [[["", 0, "measured", null], ["A: theory", 0, "theory", null], ["B: lr = 1", 1, "measured", null], ["B: lr = 2", 2, "measured", null], ["C", -1, "measured", null]]]);
  assert.deepEqual(chart.panels[0].levels, [0.5]);
  assert.equal(chart.panels[0].series[0].name, "A");
});

test("a panel that one sweep alone has stands by itself", () => {
  const chart = overlay([{ name: "A", chart: lines([panel("train", line("", [1, 2]))]) }, { name: "B", chart: lines([panel("train", line("", [1, 2])), panel("test", line("", [3, 4]))]) }]);
  assert.deepEqual(chart.panels.map(each => [each.title, each.series.map(series => series.label)]), [["train", ["A", "B"]], ["test", ["B"]]]);
});

test("maps stand beside each other on one scale", () => {
  const chart = overlay([{ name: "A", chart: map([1, 2], { min: 0 }) }, { name: "B", chart: map([3, 4], { min: -1 }) }]);
  assert.deepEqual(chart.panels.map(each => [each.title, each.values]), [["A: trained", [1, 2]], ["B: trained", [3, 4]]]);
  assert.deepEqual([chart.min, chart.behind], [null, []]);
});

test("what cannot be one picture says why", () => {
  assert.match(overlay([{ name: "A", chart: lines([]) }, { name: "B", chart: map([1, 2]) }]), /others maps/);
  assert.match(overlay([{ name: "A", chart: lines([]) }, { name: "B", chart: lines([], "accuracy") }]), /one shows loss, another accuracy/);
  assert.match(overlay([{ name: "A", chart: map([1, 2]) }, { name: "B", chart: map([1, 2], { y: { label: "b", ticks: ["2"], numbers: [2], count: 1 } }) }]), /other positions along b/);
});

test("smoothed lines are running means, of the logarithm on a log axis, with what was measured behind", () => {
  const y = Array.from({ length: 21 }, (_, at) => at === 10 ? 1000 : 10), x = y.map((_, at) => at), theory = line("theory", y, { x, role: "theory", stroke: "dashed" });
  const chart = lines([panel("", line("", y, { x, low: y, high: y }), theory, line("few", [1, 100]))]);
  const [linear, log] = [false, true].map(each => smoothed(chart, 5, each).panels[0].series);
  assert.deepEqual(linear[0].y.slice(6, 14).map(Math.round), [10, 10, 208, 208, 208, 208, 208, 10]);
  assert.deepEqual(log[0].y.slice(6, 14).map(value => Number(value.toFixed(3))), [10, 10, 25.119, 25.119, 25.119, 25.119, 25.119, 10]);
  assert.deepEqual([linear[0].y[0], linear[0].low], [10, y]);
  assert.deepEqual(linear.slice(1, 3).map(each => each.y), [y, [1, 100]]);
  assert.deepEqual([linear.length, linear[3].y, linear[3].role, linear[3].low], [4, y, "run", null]);
  assert.equal(smoothed(chart, 1, false), chart);
});

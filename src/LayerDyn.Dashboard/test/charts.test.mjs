// What the charts hand to the drawing library, and where it puts it: `npm test`. The same values as the pictures of the server have.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";
import * as echarts from "echarts";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const folder = mkdtempSync(join(tmpdir(), "layerdyn-charts-"));
after(() => rmSync(folder, { recursive: true }));
const entry = ["lines", "maps", "ticks", "limits", "layout", "shown", "text", "zoom", "pick"].map(name => `export * from "./app/charts/${name}";`).join("\n");
await build({ stdin: { contents: entry, resolveDir: root, loader: "ts" }, bundle: true, format: "esm", platform: "node", outfile: join(folder, "charts.mjs"), logLevel: "warning" });
const charts = await import(pathToFileURL(join(folder, "charts.mjs")).href);

const colours = { ink: "#111", dim: "#666", line: "#ddd", ground: "#fff", grey: "#999", font: "sans-serif", dark: false, series: at => at < 0 ? "#111" : ["#0072b2", "#d55e00"][at % 2] };
const axis = (label, log = false) => ({ label, name: label, log, min: null, max: null });
const series = (more = {}) => ({ label: "loss", x: [0, 1, 10, 100], y: [1, 0.4, 0.04, 0.01], color: 0, stroke: "solid", role: "measured", ...more });
const lines = (...all) => ({ $type: "lines", title: "", note: "", x: axis("step", true), y: axis("loss", true), panels: [{ title: "", series: all, levels: [], y: null }] });
const view = (chart, more = {}) => ({ logX: chart.x.log, logY: chart.y.log, bands: true, theory: true, hidden: new Set(), windows: new Map(), ...more });

/** A chart as the page draws it, without a page. */
function draw(chart, seen = view(chart), width = 700) {
  const layout = charts.layoutOf(chart, seen, width, "sans-serif");
  const option = chart.$type === "heatmap" ? charts.mapsOption(chart, layout, colours) : charts.linesOption(chart, layout, seen, colours);
  const drawn = echarts.init(null, null, { renderer: "svg", ssr: true, width, height: layout.height });
  drawn.setOption(option);
  const svg = drawn.renderToSVGString();
  return { option, layout, drawn, texts: [...svg.matchAll(/<text[^>]*>([^<]*)</g)].map(found => found[1]), svg };
}

const labels = (low, high) => charts.logTicks(Math.log10(low), Math.log10(high)).map(tick => tick.label).join(" ");

test("log axes have labels within a decade", () => {
  assert.equal(labels(0.05, 5), "0.05 0.1 0.2 0.5 1 2 5");
  assert.equal(labels(2e-7, 3e-6), "2·10⁻⁷ 5·10⁻⁷ 10⁻⁶ 2·10⁻⁶");
  assert.equal(labels(0.22, 0.9), "0.3 0.5 0.7");
  assert.equal(labels(2.1e-20, 2.9e-20), "2.2·10⁻²⁰ 2.4·10⁻²⁰ 2.6·10⁻²⁰ 2.8·10⁻²⁰");
  for (let low = -3; low < -2; low += 0.01) for (let span = 0.02; span < 4; span += 0.13) assert.ok(charts.logTicks(low, low + span).length >= 3, `${low} ${span}`);
});

test("log axes show these labels, also of a part that is zoomed to", () => {
  const chart = lines(series());
  assert.ok(["0.1", "1", "10", "100"].every(label => draw(chart).texts.includes(label)));
  const zoomed = draw(chart, view(chart, { windows: new Map([["y0", { low: -1, high: 0 }]]) }));
  assert.deepEqual(zoomed.option.yAxis[0].axisLabel.customValues.map(place => Number((10 ** place).toFixed(6))), [0.1, 0.2, 0.5, 1]);
});

test("the part that is zoomed to is known until it is zoomed out of", () => {
  const { drawn } = draw(lines(series())), zoom = (start, end) => drawn.dispatchAction({ type: "dataZoom", dataZoomIndex: 0, start, end });
  drawn.setOption({ dataZoom: [{ type: "inside", yAxisIndex: 0, filterMode: "none" }] });
  const { min, max } = drawn.getOption().yAxis[0], round = place => Number(place.toFixed(6));
  zoom(50, 100);
  assert.deepEqual([...charts.windowsOf(drawn, 1)].map(([id, { low, high }]) => [id, round(low), round(high)]), [["y0", round((min + max) / 2), round(max)]]);
  zoom(0, 100);
  assert.equal(charts.windowsOf(drawn, 1).size, 0);
});

test("a band's positive low is where it is, and one at zero or below at the bottom", () => {
  const { option } = draw(lines(series({ low: [0.5, 0.2, 0.001, -0.1], high: [2, 0.8, 0.08, 0.02] })));
  const band = option.series.find(found => found.id === "0.0.band"), bottom = option.yAxis[0].min;
  assert.deepEqual(band.data.map(([, low]) => Number(low.toFixed(6))), [Math.log10(0.2), -3, bottom].map(low => Number(low.toFixed(6))));
  assert.ok(bottom < -3);
  const points = band.renderItem({ dataIndexInside: 0 }, { coord: place => place }).shape.points;
  assert.ok(points.some(([x, y]) => x === 1 && Math.abs(y + 3) < 1e-12));
});

test("zeros are marked at the edges of log axes, and told in the legend", () => {
  const chart = lines(series({ y: [1, 0.4, 0, 0.01] })), marks = charts.marksOf(chart, chart.panels[0], view(chart)), limits = charts.limitsOf(chart, chart.panels[0], view(chart));
  assert.deepEqual(marks.map(mark => [mark.below, mark.below ? mark.y === limits.y.low && mark.x === 1 : mark.x === limits.x.low && mark.y === 0]), [[false, true], [true, true]]);
  assert.deepEqual(charts.markLabels(chart, view(chart)), ["▽ value 0", "◁ step 0"]);
  const { drawn, option, layout } = draw(chart);
  const edges = option.series.find(found => found.id === "0.edges");
  const below = marks.findIndex(mark => mark.below), pixel = drawn.convertToPixel({ xAxisIndex: 0, yAxisIndex: 0 }, edges.data[below]);
  assert.ok(Math.abs(pixel[1] - layout.cells[0].top - layout.cells[0].height) < 1);
});

test("the legend says zero only where nothing less is marked", () => {
  const chart = lines(series({ x: [1, 2, 3], y: [1, 0, -1] })), floored = { ...lines(series({ x: [1, 2, 3], y: [1, 0.5, 0.001] })), y: { ...axis("loss", true), min: 0.01 } };
  assert.deepEqual(charts.markLabels(chart, view(chart)), ["▽ value 0 or less"]);
  assert.deepEqual(charts.markLabels(floored, view(floored)), ["▽ value 0 or less"]);
});

test("panels are where the layout says, however long their labels", () => {
  const { drawn, layout } = draw({ ...lines(series()), y: axis("a name that goes on for quite a while, as names that people give to parameters do", true) });
  const [[left, bottom]] = [drawn.convertToPixel({ xAxisIndex: 0, yAxisIndex: 0 }, ["xAxis", "yAxis"].map(name => drawn.getOption()[name][0].min))], cell = layout.cells[0];
  assert.ok(Math.abs(left - cell.left) < 1 && Math.abs(bottom - cell.top - cell.height) < 1, `${left}, ${bottom} of ${JSON.stringify(cell)}`);
});

test("text breaks at spaces, and within words that are too long", () => {
  assert.deepEqual(charts.wrap("a bc def ghijklm", 4 * 6, 10, "sans-serif"), ["a bc", "def", "ghij", "klm"]);
  assert.deepEqual(charts.wrap("", 24, 10, "sans-serif"), []);
});

test("levels are told in the legend, each name once", () => {
  const panel = { ...lines(series()).panels[0], levels: [0.5], levelsName: "threshold 0.5" };
  assert.deepEqual(charts.levelNames({ ...lines(), panels: [panel, panel, { ...panel, levels: [], levelsName: "no more" }, { ...panel, levels: [1], levelsName: undefined }] }), ["threshold 0.5"]);
});

test("arrows at one place are under each other", () => {
  const chart = lines(series());
  const arrow = (x, y, count) => ({ x, y, count, of: 9, color: 0, behind: "0" });
  chart.panels[0].censored = [arrow(10, 5, 1), arrow(10, 4.9, 2), arrow(10, 5, 3), arrow(1, 5, 4)];
  const { option, texts } = draw(chart), { low, high } = charts.limitsOf(chart, chart.panels[0], view(chart)).y;
  const drawn = option.series.find(({ id }) => id === "0.censored").data.map(({ value }) => value);
  const heights = drawn.filter(([x]) => x === 1).map(([, y]) => y);
  assert.equal(heights[0], Math.log10(5));
  for (const at of [1, 2]) assert.ok(heights[at - 1] - heights[at] > 0.049 * (high - low), `${heights}`);
  assert.equal(drawn.find(([x]) => x === 0)[1], Math.log10(5));
  for (const count of [1, 2, 3, 4]) assert.ok(texts.includes(`${count}/9`));
});

test("linear axes have no marks", () => {
  const chart = lines(series({ y: [1, 0, -1, 0] }));
  assert.deepEqual(charts.marksOf(chart, chart.panels[0], view(chart, { logX: false, logY: false })), []);
});

test("theory has a shade of its line's colour and goes with its line", () => {
  const theory = series({ label: "theory", role: "theory", stroke: "dashed", color: 1 });
  const chart = lines(series(), series({ label: "other", color: 1 }), theory);
  const { option } = draw(chart), of = id => option.series.find(found => found.id === id)?.color;
  assert.deepEqual([of("0.1"), of("0.2")], ["#d55e00", `rgb(${[0xd5, 0x5e, 0].map(channel => Math.round(channel * 0.62)).join(",")})`]);
  assert.equal(charts.shown(theory, chart.panels[0], view(chart, { hidden: new Set(["other"]) })), false);
  assert.equal(charts.shown(theory, chart.panels[0], view(chart, { hidden: new Set(["loss"]) })), true);
});

const mapAxis = (label, numbers, scale, ticks = numbers.map(String)) => ({ label, name: label, numbers, ticks, count: ticks.length, scale });
const map = (x, y) => ({ $type: "heatmap", title: "", note: "", x, y, valueLabel: "loss", panels: [{ title: "", values: Array(x.count * y.count).fill(1), diverged: Array(x.count * y.count).fill(false) }],
  classes: [], lines: [], behind: [], min: null, max: null });

test("a map over many log cells has round numbers at its axis, where they belong", () => {
  const rates = Array.from({ length: 41 }, (_, at) => 0.05 * 100 ** (at / 40));
  const { texts, option } = draw(map(mapAxis("C", [0, 1], "linear"), mapAxis("rate", rates, "log")));
  for (const label of ["0.05", "0.1", "0.2", "0.5", "1", "2", "5"]) assert.ok(texts.includes(label), label);
  assert.deepEqual(option.yAxis[1].axisLabel.customValues.map(place => Number((0.05 * 100 ** (place / 40)).toFixed(6))), [0.05, 0.1, 0.2, 0.5, 1, 2, 5]);
});

test("cells without a value are told from those whose points diverged", () => {
  const panel = (values, diverged) => ({ title: "", values, diverged });
  assert.deepEqual([panel([1, null], [false, false]), panel([1, null], [false, true]), panel([1, 2], [false, false])].map(charts.hasMissing), [true, false, false]);
});

test("what is predicted over a map is narrower than what was measured", () => {
  const line = (stroke, more = {}) => ({ label: "", x: [0, 1], y: [0, 1], color: -1, stroke, ...more });
  const { option } = draw({ ...map(mapAxis("C", [0, 1], "linear"), mapAxis("rate", [1, 2], "linear")), lines: [line("solid"), line("dashed")] });
  const widths = id => option.series.find(found => found.id === id).lineStyle.width;
  assert.ok(widths("0.outline.1") < widths("0.line.0") && widths("0.line.1") < widths("0.outline.1"));
});

test("cells of which some points diverged are struck through once, from corner to corner", () => {
  const chart = map(mapAxis("C", [0, 1], "linear"), mapAxis("rate", [1, 2], "linear"));
  const panel = { ...chart.panels[0], diverged: [false, true, false, false], divergedCounts: [0, 4, 2, 0] };
  const { option, layout } = draw({ ...chart, panels: [panel] });
  const part = option.series.find(found => found.id === "0.part");
  assert.deepEqual([part.data, charts.hasInPart(panel), charts.hasInPart(chart.panels[0])], [[[0, 1]], true, false]);
  const size = [layout.cells[0].width / 2, layout.cells[0].height / 2];
  const strikes = part.renderItem({}, { coord: ([x, y]) => [x * 100, y * 100], value: at => part.data[0][at], size: () => size }).children;
  assert.deepEqual(strikes.map(({ shape }) => [shape.x2 - shape.x1, shape.y1 - shape.y2]), [size, size]);
});

test("lines over a map are named in the legend, those with a name", () => {
  const line = (label, stroke) => ({ label, x: [0, 1], y: [0, 1], color: -1, stroke });
  const chart = { ...map(mapAxis("C", [0, 1], "linear"), mapAxis("rate", [1, 2], "linear")), lines: [line("measured, half diverge", "solid"), line("predicted, 4/k", "dashed"), line("", "dotted")] };
  assert.deepEqual(charts.linesToName(chart).map(named => [named.label, named.stroke]), [["measured, half diverge", "solid"], ["predicted, 4/k", "dashed"]]);
  assert.deepEqual(charts.linesToName({ ...chart, lines: [] }), []);
});

test("labels of any length are within the picture", () => {
  const long = "a name that goes on for quite a while, as names that people give to parameters do";
  const cases = [
    map(mapAxis("C", [0, 1], "linear"), mapAxis("lr (η)", [0.0514286, 0.1023457, 0.3037891], "positions")),
    map(mapAxis("case", null, "positions", ["a rather long name", "another long name"]), mapAxis(long, null, "positions", ["a_rather_long_name_without_space", "short"])),
    { ...lines(series({ x: [1, 2], y: [123456.25, 123456.5] })), y: axis(long), x: axis(long) },
    lines(series()),
  ];
  for (const chart of cases) {
    const seen = view(chart.$type === "lines" ? chart : { x: {}, y: {} }), { drawn, layout } = draw(chart, seen);
    let found = 0;
    for (const text of drawn.getZr().storage.getDisplayList(true).filter(shape => shape.type === "tspan")) {
      const box = text.getBoundingRect().clone();
      if (text.transform) box.applyTransform(text.transform);
      found++;
      assert.ok(box.x >= -1 && box.y >= -1 && box.x + box.width <= layout.width + 1 && box.y + box.height <= layout.height + 1, `'${text.style.text}' at ${JSON.stringify(box)} of ${layout.width} x ${layout.height}`);
    }
    assert.ok(found > 5 && ![chart.x.label, chart.y.label].some(name => name !== long && !draw(chart, seen).texts.includes(name)));
  }
});

test("the value behind a logarithm is told where there are digits for it", () => {
  assert.deepEqual(charts.rawOf("log10(kernel-distance + 1e-6)", -2), [["kernel-distance", "0.01"]]);
  assert.deepEqual(charts.rawOf("log10(kernel-distance + 1e-6)", -5.9586), [["kernel-distance", "1e−7"]]);
  assert.deepEqual(charts.rawOf("log10(kernel-distance + 1e-6)", -5.9999), []);
  assert.deepEqual(charts.rawOf("loss", -2), []);
});

import { placeOf } from "../charts/shown";
import { value as shownValue } from "../format";
import type { Chart, MapAxis, PointList } from "../types";
import { partsOf, type Column, type Results } from "./data";
import type { Look } from "./state";

interface Positions { numbers: number[]; axis: MapAxis; of(value: number): number }

/** The positions of an axis in order, and what they are called; parts of an interval have no name, since no point has their middle. */
function positions(column: Column, log: boolean, parts: number): Positions {
  if (column.interval) {
    const { middles, of } = partsOf(column.interval, parts);
    return { numbers: middles, of, axis: { label: `${column.name}, in ${parts} parts`, name: null, scale: column.interval.isLog ? "log" : "linear", ticks: middles.map(middle => shownValue(middle)), numbers: middles, count: parts } };
  }
  const numbers = [...new Set(column.values)].sort((a, b) => a - b), at = new Map(numbers.map((number, position) => [number, position]));
  const even = numbers.length > 2 && steps(numbers.map(number => placeOf(number, log)));
  return { numbers, of: value => at.get(value)!, axis: { label: column.name, name: column.name, scale: column.labels || !even ? "positions" : log ? "log" : "linear", ticks: numbers.map(number => column.labels?.[number] ?? String(number)), numbers: column.labels ? null : numbers, count: numbers.length } };
}

function steps(places: number[]): boolean {
  const step = (places.at(-1)! - places[0]!) / (places.length - 1);
  return step > 0 && places.every((place, at) => Math.abs(place - places[0]! - at * step) < 1e-6 * step * places.length);
}

/** A map of any value over two axes: the mean over the other axes and seeds of the points that are left. */
export function mapChart(results: Results, look: Look, points: number[]): Chart {
  // Together about as many cells as there are points, as the curves of a sweep have them.
  const drawn = [look.x, look.y].filter(column => column.interval).length, bits = Math.floor(Math.log2(Math.max(1, points.length)));
  const parts = (half: number): number => 2 ** Math.min(6, drawn < 2 ? Math.floor(bits / 2) : Math.floor((bits + half) / 2));
  const x = positions(look.x, look.log(look.x), parts(1)), y = positions(look.y, look.log(look.y), parts(0)), log = look.log(look.value);
  const cells = Array.from({ length: x.numbers.length * y.numbers.length }, () => ({ values: [] as number[], points: [] as number[] }));
  for (const at of points) {
    const cell = cells[y.of(look.y.values[at]!) * x.numbers.length + x.of(look.x.values[at]!)]!;
    cell.points.push(results.points[at]!);
    if (Number.isFinite(look.value.values[at]!)) cell.values.push(look.value.values[at]!);
  }
  const means = cells.map(({ values }) => values.reduce((sum, value) => sum + value, 0) / values.length);
  return {
    $type: "heatmap", title: `${look.value.name} over ${look.x.name} and ${look.y.name}`,
    note: `last value${cells.some(cell => cell.values.length > 1) ? ", mean over the other axes and seeds" : ""}`,
    x: x.axis, y: y.axis, valueLabel: log ? `log₁₀ ${look.value.name}` : look.value.name, classes: [], lines: [], min: null, max: null,
    behind: cells.map(cell => listOf(cell.points)),
    panels: [{
      title: "", values: means.map(mean => { const place = placeOf(mean, log); return Number.isFinite(place) ? place : null; }), diverged: cells.map(cell => cell.points.length > 0 && cell.values.length === 0),
      raw: log ? means.map(mean => Number.isFinite(mean) ? mean : null) : undefined,
      deviations: cells.map(({ values }, at) => values.length > 1 ? Math.sqrt(values.reduce((sum, value) => sum + (value - means[at]!) ** 2, 0) / (values.length - 1)) : null),
    }],
  };
}

/** Ascending points as a list with ranges. */
function listOf(points: number[]): PointList {
  const ranges: [number, number][] = [];
  for (const point of points) {
    const last = ranges.at(-1);
    if (last && point === last[1] + 1) last[1] = point; else ranges.push([point, point]);
  }
  return ranges.map(([first, last]) => first === last ? `${first}` : `${first}-${last}`).join(",");
}

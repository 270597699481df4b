import { placeOf } from "../charts/shown";
import type { Chart, MapAxis, PointList } from "../types";
import type { Column, Results } from "./data";
import type { Look } from "./state";

/** The positions of an axis in order, and what they are called. */
function positions(column: Column, log: boolean): { numbers: number[]; axis: MapAxis } {
  const numbers = [...new Set(column.values)].sort((a, b) => a - b);
  const even = numbers.length > 2 && steps(numbers.map(number => placeOf(number, log)));
  return { numbers, axis: { label: column.name, name: column.name, scale: column.labels || !even ? "positions" : log ? "log" : "linear", ticks: numbers.map(number => column.labels?.[number] ?? String(number)), numbers: column.labels ? null : numbers, count: numbers.length } };
}

function steps(places: number[]): boolean {
  const step = (places.at(-1)! - places[0]!) / (places.length - 1);
  return step > 0 && places.every((place, at) => Math.abs(place - places[0]! - at * step) < 1e-6 * step * places.length);
}

/** A map of any value over two axes: the mean over the other axes and seeds of the points that are left. */
export function mapChart(results: Results, look: Look, points: number[]): Chart {
  const x = positions(look.x, look.log(look.x)), y = positions(look.y, look.log(look.y)), log = look.log(look.value);
  const cells = Array.from({ length: x.numbers.length * y.numbers.length }, () => ({ values: [] as number[], points: [] as number[] }));
  const atX = new Map(x.numbers.map((number, at) => [number, at])), atY = new Map(y.numbers.map((number, at) => [number, at]));
  for (const at of points) {
    const cell = cells[atY.get(look.y.values[at]!)! * x.numbers.length + atX.get(look.x.values[at]!)!]!;
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

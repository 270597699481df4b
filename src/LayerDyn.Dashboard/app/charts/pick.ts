import { count, num, value } from "../format";
import type { Axis, Chart, MapAxis, Num, PointList, Series } from "../types";
import { askable, sizeOf } from "./behind";
import type { ECharts } from "./echarts";
import type { Layout } from "./layout";
import { keyOf, placeOf, shown, type View } from "./shown";

/** What is under the pointer: in words, the points behind it, and conditions on the axes of the sweep that these must meet too. */
export interface Pick { panel: number; x: number; y: number; title: string; facts: [string, string][]; where: [string, string][]; behind: PointList; series?: string; at?: number }

interface Found { index: number; at: number; place: [number, number] }

// Pixels: a line as near as the first is meant even inside a band; beyond the second nothing is.
const near = 10, reach = 40;

/** The axis of the sweep that an axis of the chart shows. */
const axisOf = (axis: Axis | MapAxis, axes: string[]): string | undefined => axes.find(name => name === axis.name);

/** `lambda = 2, seed = 1` as conditions, as far as the names are axes. */
function conditionsOf(label: string, axes: string[]): [string, string][] {
  return label.split(", ").map(part => part.split(" = ")).filter((pair): pair is [string, string] => pair.length === 2 && axes.includes(pair[0]!));
}

export function panelAt(layout: Layout, x: number, y: number): number {
  return layout.cells.findIndex(cell => x >= cell.left && x <= cell.left + cell.width && y >= cell.top && y <= cell.top + cell.height);
}

export function cellPick(chart: Extract<Chart, { $type: "heatmap" }>, echarts: ECharts, panel: number, column: number, row: number, axes: string[]): Pick | null {
  const width = chart.x.ticks.length, x = chart.x.ticks[column], y = chart.y.ticks[row];
  if (x === undefined || y === undefined) return null;
  const map = chart.panels[panel]!, index = row * width + column, v = num(map.values[index]), behind = chart.behind[index] ?? "";
  const [px, py] = echarts.convertToPixel({ xAxisIndex: panel, yAxisIndex: panel }, [column, row]) as [number, number];
  const named = chart.classes.length ? chart.classes[v] ?? "–" : value(v);
  const where = ([[axisOf(chart.x, axes), x], [axisOf(chart.y, axes), y]] as [string | undefined, string][]).filter((pair): pair is [string, string] => pair[0] !== undefined);
  return { panel, x: px, y: py, title: map.title || chart.valueLabel, behind, where,
    facts: [[chart.x.label, x], [chart.y.label, y], [chart.classes.length ? "class" : chart.valueLabel, map.diverged[index] ? "diverged" : named], ...(map.raw ? fact("value", map.raw[index]) : map.diverged[index] ? [] : rawOf(chart.valueLabel, v)), ...fact("standard deviation", map.deviations?.[index]), ...pointsOf(behind)] };
}

/**
 * The value behind a logarithm that the server has taken, `log10(NAME + 1e-6)`: with three digits, and only where the six digits of what is drawn leave
 * as many.
 */
export function rawOf(label: string, shownLog: number): [string, string][] {
  const name = /^log10\((.+) \+ 1e-6\)$/.exec(label)?.[1], raw = 10 ** shownLog - 1e-6;
  return name && raw > 1e-8 ? [[name, value(Number(raw.toPrecision(3)))]] : [];
}

/** The line nearest to the pointer, or the one whose band the pointer is in, at the nearer of the places beside it. */
export function linePick(chart: Extract<Chart, { $type: "lines" }>, echarts: ECharts, view: View, panel: number, px: number, py: number, axes: string[]): Pick | null {
  const lines = chart.panels[panel]!;
  const pixel = (a: number, b: number): [number, number] | null => !Number.isFinite(a) || !Number.isFinite(b) || (view.logX && a <= 0) || (view.logY && b <= 0) ? null
    : echarts.convertToPixel({ xAxisIndex: panel, yAxisIndex: panel }, [placeOf(a, view.logX), placeOf(b, view.logY)]) as [number, number];
  let line: Found | null = null, least = reach, band: Found | null = null, closest = Infinity;
  for (const [index, series] of lines.series.entries()) {
    if (!shown(series, lines, view)) continue;
    const places = series.x.map((x, at) => pixel(num(x), num(series.y[at])));
    for (const [at, place] of places.entries()) {
      if (!place) continue;
      const before = series.stroke === "markers" ? null : places[at - 1] ?? null;
      const far = before ? toSegment(px, py, before, place) : Math.hypot(place[0] - px, place[1] - py);
      if (far >= least) continue;
      least = far;
      const nearer = before && Math.abs(before[0] - px) < Math.abs(place[0] - px) ? at - 1 : at;
      line = { index, at: nearer, place: places[nearer]! };
    }
    if (!view.bands || !series.low || !series.high) continue;
    const at = places.findIndex((place, at) => at > 0 && place && places[at - 1] && places[at - 1]![0] <= px && px <= place[0]);
    if (at < 1 || !within(series, at, px, py, places[at - 1]![0], places[at]![0], pixel)) continue;
    const nearer = px - places[at - 1]![0] < places[at]![0] - px ? at - 1 : at, far = Math.abs(places[nearer]![1] - py);
    if (far < closest) { closest = far; band = { index, at: nearer, place: places[nearer]! }; }
  }
  const found = least <= near ? line : band ?? line;
  return found && describe(chart, panel, found.index, found.at, found.place[0], found.place[1], axes);
}

/** Whether the pointer is between the edges of a band, between two of its places. */
function within(series: Series, at: number, px: number, py: number, left: number, right: number, pixel: (a: number, b: number) => [number, number] | null): boolean {
  const edge = (values: Num[], missing: number): number => {
    const [a, b] = [at - 1, at].map(place => pixel(num(series.x[place]), num(values[place]))?.[1] ?? missing) as [number, number];
    return right > left ? a + (b - a) * (px - left) / (right - left) : a;
  };
  // A lower edge that a log axis cannot show is at the bottom.
  return py >= edge(series.high!, Infinity) && py <= edge(series.low!, Number.MAX_VALUE);
}

function toSegment(px: number, py: number, [ax, ay]: [number, number], [bx, by]: [number, number]): number {
  const length = (bx - ax) ** 2 + (by - ay) ** 2;
  const along = length === 0 ? 0 : Math.min(1, Math.max(0, ((px - ax) * (bx - ax) + (py - ay) * (by - ay)) / length));
  return Math.hypot(ax + along * (bx - ax) - px, ay + along * (by - ay) - py);
}

const fact = (name: string, found: Num | undefined): [string, string][] => Number.isFinite(num(found)) ? [[name, value(num(found))]] : [];
const pointsOf = (behind: PointList): [string, string][] => sizeOf(behind) > 1 ? [["points", count(sizeOf(behind))]] : [];

export function describe(chart: Extract<Chart, { $type: "lines" }>, panel: number, index: number, at: number, x: number, y: number, axes: string[]): Pick {
  const lines = chart.panels[panel]!, line = lines.series[index]!;
  const a = num(line.x[at]), behind = line.behind ?? "", title = line.name || line.label || keyOf(line, lines) || lines.title || chart.title;
  const facts: [string, string][] = [[chart.x.label, value(a)], [(lines.y ?? chart.y).label, value(num(line.y[at]))]];
  if (line.low && line.high && Number.isFinite(num(line.low[at]))) facts.push(["band", `${value(num(line.low[at]))} to ${value(num(line.high[at]))}`]);
  // A line over an axis of the sweep has the points of all its places behind it: this place's are meant.
  const along = axisOf(chart.x, axes), where: [string, string][] = along && Number.isFinite(a) ? [[along, String(a)]] : [];
  if (!askable(behind)) where.unshift(...conditionsOf(keyOf(line, lines), axes), ...conditionsOf(lines.title, axes));
  return { panel, x, y, title: lines.title ? `${title}, ${lines.title}` : title, facts: [...facts, ...(along ? [] : pointsOf(behind))], where, behind, series: `${panel}.${index}`, at };
}

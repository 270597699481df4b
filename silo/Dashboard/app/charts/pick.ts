import { num, value } from "../format";
import type { Chart } from "../types";
import type { ECharts } from "./echarts";
import type { Layout } from "./layout";
import { keyOf, placeOf, shown, type View } from "./lines";

/** What is under the pointer: in words, and as conditions on the axes of the sweep. */
export interface Pick { panel: number; x: number; y: number; title: string; facts: [string, string][]; where: [string, string][]; points: number[] | null; series?: string; at?: number }

/** The axis that a label names: labels read `name (symbol)`. */
const axisOf = (label: string, axes: string[]): string | undefined => axes.find(axis => label === axis || label.startsWith(`${axis} (`));

/** `lambda = 2, seed = 1` as conditions, as far as the names are axes. */
export function conditionsOf(label: string, axes: string[]): [string, string][] {
  return label.split(", ").map(part => part.split(" = ")).filter((pair): pair is [string, string] => pair.length === 2 && axes.includes(pair[0]!));
}

export function panelAt(layout: Layout, x: number, y: number): number {
  return layout.cells.findIndex(cell => x >= cell.left && x <= cell.left + cell.width && y >= cell.top && y <= cell.top + cell.height);
}

export function cellPick(chart: Extract<Chart, { $type: "heatmap" }>, echarts: ECharts, panel: number, column: number, row: number, axes: string[]): Pick | null {
  const width = chart.x.ticks.length, x = chart.x.ticks[column], y = chart.y.ticks[row];
  if (x === undefined || y === undefined) return null;
  const map = chart.panels[panel]!, index = row * width + column, v = num(map.values[index]);
  const [px, py] = echarts.convertToPixel({ xAxisIndex: panel, yAxisIndex: panel }, [column, row]) as [number, number];
  const named = chart.classes.length ? chart.classes[v] ?? "–" : value(v);
  const where = ([[axisOf(chart.x.label, axes), x], [axisOf(chart.y.label, axes), y]] as [string | undefined, string][]).filter((pair): pair is [string, string] => pair[0] !== undefined);
  return { panel, x: px, y: py, title: map.title || chart.valueLabel, facts: [[chart.x.label, x], [chart.y.label, y], [chart.classes.length ? "class" : chart.valueLabel, map.diverged[index] ? "diverged" : named]], where, points: null };
}

/** The place of a line nearest to the pointer, within 40 pixels. */
export function linePick(chart: Extract<Chart, { $type: "lines" }>, echarts: ECharts, view: View, panel: number, px: number, py: number, axes: string[]): Pick | null {
  let best: Pick | null = null, least = 40 * 40;
  const lines = chart.panels[panel]!;
  lines.series.forEach((line, index) => {
    if (!shown(line, lines, view)) return;
    for (let at = 0; at < line.x.length; at++) {
      const a = num(line.x[at]), b = num(line.y[at]);
      if (!Number.isFinite(a) || !Number.isFinite(b) || (view.logX && a <= 0) || (view.logY && b <= 0)) continue;
      const [x, y] = echarts.convertToPixel({ xAxisIndex: panel, yAxisIndex: panel }, [placeOf(a, view.logX), placeOf(b, view.logY)]) as [number, number];
      const far = (x - px) ** 2 + (y - py) ** 2;
      if (far < least) { least = far; best = describe(chart, panel, index, at, x, y, axes); }
    }
  });
  return best;
}

export function describe(chart: Extract<Chart, { $type: "lines" }>, panel: number, index: number, at: number, x: number, y: number, axes: string[]): Pick {
  const lines = chart.panels[panel]!, line = lines.series[index]!;
  const a = num(line.x[at]), title = line.label || keyOf(line, lines) || lines.title || chart.title;
  const facts: [string, string][] = [[chart.x.label, value(a)], [(lines.y ?? chart.y).label, value(num(line.y[at]))]];
  if (line.low && line.high && Number.isFinite(num(line.low[at]))) facts.push(["band", `${value(num(line.low[at]))} to ${value(num(line.high[at]))}`]);
  const along = axisOf(chart.x.label, axes);
  const where = [...conditionsOf(keyOf(line, lines), axes), ...conditionsOf(lines.title, axes)];
  if (along && Number.isFinite(a)) where.push([along, String(a)]);
  return { panel, x, y, title: line.stroke === "dashed" ? `${title} (theory)` : title, facts, where, points: line.points ?? null, series: `${panel}.${index}`, at };
}

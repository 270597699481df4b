import { num } from "../format";
import type { Axis, Chart, LinePanel, Num } from "../types";
import { placeOf, shown, type View } from "./shown";

type Lines = Extract<Chart, { $type: "lines" }>;
type CensoredMark = NonNullable<LinePanel["censored"]>[number];
export interface Range { low: number; high: number }
/** A value that a log axis cannot show, drawn as an open triangle at its edge: places on the axes, and which edge. */
export interface Mark { x: number; y: number; below: boolean; color: number }

const margin = { x: 0.026, y: 0.032 };
// Room for the marks at the edges; marks of one line stand at least so far apart. Shares of the axis.
const room = { x: 0.03, y: 0.05 };
const apart = 0.012, arrowsApart = 0.05;

/** Whether a value is off a log axis that starts at `low`: zero or less, or less than it shows. */
export const isOff = (value: number, log: boolean, low: number): boolean => log && Number.isFinite(value) && (value <= 0 || Math.log10(value) < low);

/** The limits of a panel's axes, in places, with room for everything that they can show and for marks of what they cannot. */
export function limitsOf(chart: Lines, panel: LinePanel, view: View): { x: Range; y: Range } {
  const series = panel.series.filter(line => shown(line, panel, view));
  const xs = [...series.flatMap(line => line.x), ...(panel.censored ?? []).map(mark => mark.x)];
  const ys = [...series.flatMap(line => line.y), ...panel.levels, ...(panel.censored ?? []).map(mark => mark.y)];
  const edges = view.bands ? series.flatMap(line => [...line.low ?? [], ...line.high ?? []]) : [];
  return { x: range(xs, xs, chart.x, view.logX, "x"), y: range([...ys, ...edges], series.flatMap(line => line.y), panel.y ?? chart.y, view.logY, "y") };
}

/** The marks of a panel. Runs, fits and theory start where their mean does: of these, only ordinates are marked. */
export function marksOf(chart: Lines, panel: LinePanel, view: View): Mark[] {
  const limits = limitsOf(chart, panel, view), marks: Mark[] = [];
  const at = (value: number, log: boolean, low: number): number => isOff(value, log, low) ? low : placeOf(value, log);
  for (const line of panel.series.filter(line => shown(line, panel, view))) {
    const measured = !line.role || line.role === "measured" || line.role === "background";
    let last = -Infinity;
    line.x.forEach((raw, index) => {
      const a = num(raw), b = num(line.y[index]), x = at(a, view.logX, limits.x.low), y = at(b, view.logY, limits.y.low);
      const below = isOff(b, view.logY, limits.y.low), before = isOff(a, view.logX, limits.x.low);
      if (!Number.isFinite(x) || !Number.isFinite(y) || !(below || (before && measured)) || (below && x - last < apart * (limits.x.high - limits.x.low))) return;
      if (below) last = x;
      marks.push({ x, y, below, color: line.color });
    });
  }
  return marks;
}

/** Where the arrows of a panel's runs that had not got there stand, in places: those of several lines at one place under each other. */
export function arrowsOf(panel: LinePanel, limits: Range, view: View): { x: number; y: number; mark: CensoredMark }[] {
  const free = new Map<number, number>();
  return (panel.censored ?? []).map(mark => ({ x: placeOf(num(mark.x), view.logX), y: placeOf(num(mark.y), view.logY), mark }))
    .filter(({ x, y }) => Number.isFinite(x) && Number.isFinite(y)).sort((a, b) => b.y - a.y).map(arrow => {
      const y = Math.min(arrow.y, free.get(arrow.x) ?? Infinity);
      free.set(arrow.x, y - arrowsApart * (limits.high - limits.low));
      return { ...arrow, y };
    });
}

/** What the legend says of the levels of a chart: each name once. */
export const levelNames = (chart: Lines): string[] => [...new Set(chart.panels.filter(panel => panel.levels.length).map(panel => panel.levelsName ?? ""))].filter(Boolean);

/** What the legend says of the marks of a chart. */
export function markLabels(chart: Lines, view: View): string[] {
  const marks = chart.panels.flatMap(panel => marksOf(chart, panel, view)), labels: string[] = [];
  const zero = (side: "x" | "y", log: boolean): string => chart.panels.every(panel => {
    const { low } = limitsOf(chart, panel, view)[side];
    return panel.series.flatMap(line => line[side]).map(num).every(value => value === 0 || !isOff(value, log, low));
  }) ? "0" : "0 or less";
  if (marks.some(mark => mark.below)) labels.push(`▽ value ${zero("y", view.logY)}`);
  if (marks.some(mark => !mark.below)) labels.push(`◁ ${chart.x.name ?? chart.x.label} ${zero("x", view.logX)}`);
  return labels;
}

function range(values: Num[], marked: Num[], axis: Axis, log: boolean, side: "x" | "y"): Range {
  const places = values.map(value => placeOf(num(value), log)).filter(Number.isFinite);
  let low = places.reduce((a, b) => Math.min(a, b), Infinity), high = places.reduce((a, b) => Math.max(a, b), -Infinity);
  if (places.length === 0) [low, high] = [0, 1];
  else if (high > low) [low, high] = [low - margin[side] * (high - low), high + margin[side] * (high - low)];
  else {
    const half = log || low === 0 ? 0.5 : Math.abs(low) / 2;
    [low, high] = [low - half, high + half];
  }
  if (marked.some(value => isOff(num(value), log, low))) low -= room[side] * (high - low);
  const set = (to: number | null): number => to === null ? NaN : placeOf(to, log);
  return { low: Number.isFinite(set(axis.min)) ? set(axis.min) : low, high: Number.isFinite(set(axis.max)) ? set(axis.max) : high };
}

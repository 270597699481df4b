import { value } from "../format";
import type { Chart, MapAxis } from "../types";
import { limitsOf } from "./limits";
import type { View } from "./lines";
import { overTicks, tickNames } from "./maps";
import { linesOf, textWidth, widest } from "./text";
import { logTicks, roundTicks } from "./ticks";

/** The room around a panel that its labels fit into, and how far the names of its axes stand off. */
export interface Gutter { left: number; right: number; bottom: number; above: number; nameX: number; nameY: number }

const label = 11, name = 12, line = 15;
const widestName = 160;

/** The room that the labels of every panel need, `width` and `height` of the area between the axes given roughly. */
export function gutterOf(chart: Chart, view: View, font: string, width: number, height: number): Gutter {
  const titles = chart.panels.map(panel => panel.title).filter(Boolean);
  const above = titles.length === 0 ? 12 : 19 + line * Math.max(...titles.map(title => linesOf(title, width, name, font)));
  const xs = chart.$type === "heatmap" ? mapLabels(chart.x) : chart.panels.flatMap(panel => axisLabels(limitsOf(chart, panel, view).x, view.logX));
  const ys = chart.$type === "heatmap" ? mapLabels(chart.y) : chart.panels.flatMap(panel => axisLabels(limitsOf(chart, panel, view).y, view.logY));
  const yNames = chart.$type === "heatmap" ? [chart.y.label] : chart.panels.map(panel => (panel.y ?? chart.y).label);
  const nameY = Math.max(46, Math.min(widestName, widest(ys, label, font)) + 14);
  const rows = chart.$type === "heatmap" && !overTicks(chart.x) ? Math.max(1, ...xs.map(text => linesOf(text, labelWidth(chart.x, width), label, font))) : 1;
  const nameX = 26 + 13 * (rows - 1);
  return {
    left: nameY + line * Math.max(1, ...yNames.map(text => linesOf(text, height, name, font))) + 2,
    right: Math.max(18, chart.$type === "heatmap" && !overTicks(chart.x) ? 0 : textWidth(xs.at(-1) ?? "", label, font) / 2 + 4),
    bottom: nameX + 3 + line * linesOf(chart.x.label, width, name, font), above, nameX, nameY,
  };
}

/** The width of a name beneath a cell, or beneath several where not all are shown. */
export const labelWidth = (axis: MapAxis, width: number): number => Math.max(40, width / Math.min(8, axis.ticks.length) - 6);

const axisLabels = ({ low, high }: { low: number; high: number }, log: boolean): string[] =>
  log ? logTicks(low, high).map(tick => tick.label) : roundTicks(low, high, 5).map(value);

const mapLabels = (axis: MapAxis): string[] => overTicks(axis)?.map(tick => tick.label) ?? tickNames(axis);

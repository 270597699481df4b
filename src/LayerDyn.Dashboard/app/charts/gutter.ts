import { value } from "../format";
import type { Chart } from "../types";
import { cellNames, labelSize, overTicks } from "./cells";
import { limitsOf } from "./limits";
import type { View } from "./shown";
import { textWidth, widest, wrap } from "./text";
import { logTicks, roundTicks } from "./ticks";

/** The room around a panel that its labels fit into, and how far the names of its axes stand off. */
export interface Gutter { left: number; right: number; bottom: number; above: number; nameX: number; nameY: number }

/** Size and line height of titles and of the names of axes. */
export const nameSize = 12, nameLine = 15;

/** The room that the labels of every panel need around `width` x `height` between its axes. */
export function gutterOf(chart: Chart, view: View, font: string, width: number, height: number): Gutter {
  const lines = (texts: string[], length: number): number => Math.max(0, ...texts.map(text => wrap(text, length, nameSize, font).length));
  const titles = lines(chart.panels.map(panel => panel.title), width);
  const yNames = chart.$type === "heatmap" ? [chart.y.label] : chart.panels.map(panel => (panel.y ?? chart.y).label);
  const x = labelsOf(chart, view, "x", width, font), y = labelsOf(chart, view, "y", width, font);
  const nameX = 13 + 13 * Math.max(1, ...x.map(text => text.split("\n").length)), nameY = Math.max(46, widest(y.flatMap(text => text.split("\n")), labelSize, font) + 14);
  const centredOnCells = chart.$type === "heatmap" && !overTicks(chart.x);
  return {
    left: nameY + 2 + nameLine * lines(yNames, height),
    right: Math.max(18, centredOnCells ? 0 : textWidth(x.at(-1) ?? "", labelSize, font) / 2 + 4),
    bottom: nameX + 3 + nameLine * lines([chart.x.label], width), above: titles === 0 ? 12 : 19 + nameLine * titles, nameX, nameY,
  };
}

function labelsOf(chart: Chart, view: View, side: "x" | "y", width: number, font: string): string[] {
  if (chart.$type === "heatmap") return overTicks(chart[side])?.map(tick => tick.label) ?? cellNames(chart[side], side, width, font);
  return chart.panels.flatMap(panel => {
    const { low, high } = limitsOf(chart, panel, view)[side];
    return (side === "x" ? view.logX : view.logY) ? logTicks(low, high).map(tick => tick.label) : roundTicks(low, high, 5).map(value);
  });
}

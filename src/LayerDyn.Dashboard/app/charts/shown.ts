import type { LinePanel, Series } from "../types";
import type { Range } from "./limits";

/** What of a chart is shown; `windows` are the parts of zoomed axes, by the axis's id. */
export interface View { logX: boolean; logY: boolean; bands: boolean; theory: boolean; hidden: Set<string>; windows: Map<string, Range> }

/**
 * Where a value stands on an axis. Log axes are linear axes of exponents: the library's own lose the lower end of a zoom over many decades.
 */
export const placeOf = (number: number, log: boolean): number => log ? Math.log10(number) : number;

/** The legend entry that a series belongs to: its own label, or that of the labelled series of its colour. */
export function keyOf(series: Series, panel: LinePanel): string {
  return series.label || panel.series.find(other => other.label && other.color === series.color)?.label || "";
}

export const isTheory = (series: Series): boolean => series.stroke === "dashed" || series.stroke === "dotted";

/** Whether a series is drawn: theory goes with the line of its colour. */
export function shown(series: Series, panel: LinePanel, view: View): boolean {
  if (view.hidden.has(keyOf(series, panel))) return false;
  if (!isTheory(series)) return true;
  const line = panel.series.find(other => other.label && other.color === series.color && !isTheory(other));
  return view.theory && !(line && view.hidden.has(line.label));
}

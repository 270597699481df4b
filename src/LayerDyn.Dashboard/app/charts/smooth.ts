import { num } from "../format";
import type { Chart, Num, Series } from "../types";
import { isTheory } from "./shown";

/** Widths of the running mean that are offered, in places; 1 is none. */
export const widths = [1, 5, 15, 51];
const fewest = 20;

const isMeasured = (line: Series): boolean => !isTheory(line) && line.stroke !== "markers" && line.x.length >= fewest;

/** Whether a chart has lines that can be smoothed. */
export const canSmooth = (chart: Chart): boolean => chart.$type === "lines" && chart.panels.some(panel => panel.series.some(isMeasured));

/**
 * Measured lines as centred running means over `width` places, of the logarithm where the axis has it, with what was measured pale behind them. Near an end
 * the mean is over fewer places, as many on either side; theory, fits and bands stay.
 */
export function smoothed(chart: Chart, width: number, log: boolean): Chart {
  if (chart.$type !== "lines" || width <= 1) return chart;
  return { ...chart, panels: chart.panels.map(panel => ({ ...panel, series: [
    ...panel.series.map(line => isMeasured(line) ? { ...line, y: means(line.y, width, log) } : line),
    // Behind, and after the others, so that places of lines stay what they are.
    ...panel.series.filter(line => isMeasured(line) && line.role !== "run").map(line => ({ ...line, label: "", name: `${line.name || line.label || "line"}, as measured`, role: "run", low: null, high: null })),
  ] })) };
}

function means(values: Num[], width: number, log: boolean): Num[] {
  const half = Math.floor(width / 2), places = values.map(value => log ? num(value) > 0 ? Math.log(num(value)) : NaN : num(value));
  return values.map((value, at) => {
    const reach = Math.min(half, at, values.length - 1 - at), near = places.slice(at - reach, at + reach + 1).filter(Number.isFinite);
    if (near.length === 0 || !Number.isFinite(places[at])) return value;
    const mean = near.reduce((sum, place) => sum + place, 0) / near.length;
    return log ? Math.exp(mean) : mean;
  });
}

import type { Chart, LinePanel, MapAxis, Series } from "../types";

/** Most sweeps that are set beside each other. */
export const mostSweeps = 6;

/** A chart of a curve, and what its sweep is called. */
export interface Named { name: string; chart: Chart }
type Lines = Extract<Chart, { $type: "lines" }>;
type Maps = Extract<Chart, { $type: "heatmap" }>;

/** Charts of one curve, of several sweeps, as one, as `layerdyn compare` has it: lines over each other, maps beside each other. A text says why not. */
export function overlay(all: Named[]): Chart | string {
  const [first] = all.map(each => each.chart);
  if (!first) return "none of them has it";
  if (first.$type === "lines") {
    const charts = all.map(each => each.chart).filter((chart): chart is Lines => chart.$type === "lines");
    if (charts.length < all.length) return "some are of lines, others maps";
    const other = charts.find(chart => chart.x.label !== first.x.label) ?? charts.find(chart => chart.y.label !== first.y.label);
    if (other) return other.x.label !== first.x.label ? `one is over ${first.x.label}, another over ${other.x.label}` : `one shows ${first.y.label}, another ${other.y.label}`;
    const titles = [...new Set(charts.flatMap(chart => chart.panels.map(panel => panel.title)))];
    return { ...first, note: "", panels: titles.map(title => panelOf(title, all.map(({ name }, at) => ({ name, panel: charts[at]!.panels.find(panel => panel.title === title) })))) };
  }
  const maps = all.map(each => each.chart).filter((chart): chart is Maps => chart.$type === "heatmap");
  if (maps.length < all.length) return "some are of lines, others maps";
  for (const map of maps) {
    for (const side of ["x", "y"] as const) if (!sameAxis(map[side], first[side])) return `their maps have other positions along ${first[side].label}`;
    if (map.valueLabel !== first.valueLabel || map.classes.join() !== first.classes.join()) return `one shows ${first.valueLabel}, another ${map.valueLabel}`;
  }
  const shared = (end: "min" | "max"): number | null => maps.every(map => map[end] === first[end]) ? first[end] : null;
  return {
    ...first, note: "", lines: [], behind: [], min: shared("min"), max: shared("max"),
    panels: all.flatMap(({ name }, at) => maps[at]!.panels.map(panel => ({ ...panel, title: panel.title ? `${name}: ${panel.title}` : name }))),
  };
}

const sameAxis = (a: MapAxis, b: MapAxis): boolean => a.label === b.label && a.ticks.join("\n") === b.ticks.join("\n");
const isModel = (series: Series): boolean => series.role === "theory" || series.role === "fit" || series.role === "calibrated";
const same = (a: Series, b: Series): boolean => a.role === b.role && a.x.join() === b.x.join() && a.y.join() === b.y.join();

/** The panels of one title, of the sweeps that have it. Each sweep has colours of its own; a theory that they share is drawn once. */
function panelOf(title: string, all: { name: string; panel: LinePanel | undefined }[]): LinePanel {
  const series: Series[] = [], levels = new Set<number>(), levelsNames = new Set<string>(), censored: NonNullable<LinePanel["censored"]> = [];
  let colours = 0;
  for (const { name, panel } of all) {
    if (!panel) continue;
    const fresh = panel.series.filter(line => !(isModel(line) && series.some(known => isModel(known) && same(known, line)))), from = colours;
    const labelled = panel.series.some(line => line.label), bare = labelled ? undefined : fresh.find(line => !line.role || line.role === "measured");
    series.push(...fresh.map(line => ({
      ...line, behind: null, color: line.color >= 0 ? line.color + from : line.color,
      label: line === bare ? name : line.label ? `${name}: ${line.label}` : "", name: line.name ? `${name}: ${line.name}` : name,
    })));
    for (const level of panel.levels) levels.add(level);
    if (panel.levelsName) levelsNames.add(panel.levelsName);
    censored.push(...(panel.censored ?? []).map(mark => ({ ...mark, color: mark.color >= 0 ? mark.color + from : mark.color })));
    colours = Math.max(colours, ...series.map(line => line.color + 1));
  }
  return { title, series, levels: [...levels], levelsName: [...levelsNames].join("; "), censored, y: all.find(each => each.panel)?.panel?.y ?? null };
}

import { num } from "../format";
import type { Chart, LinePanel, Num, Records, Series } from "../types";

const theory = ".theory";

/** The observables of a table: `skill-strength.3` belongs to `skill-strength`. */
export function observables(records: Records): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const column of records.columns.filter(name => name !== "step" && !name.endsWith(theory))) {
    const name = column.replace(/\.\d+$/, "");
    found.set(name, [...(found.get(name) ?? []), column]);
  }
  return found;
}

const columnOf = (records: Records, name: string): Num[] => {
  const at = records.columns.indexOf(name);
  return records.rows.map(row => row[at] ?? null);
};

/** Whether a quantity is better seen on a log axis: positive, and over more than two decades. */
function decades(values: Num[]): boolean {
  const positive = values.map(num).filter(found => found > 0), all = values.map(num).filter(Number.isFinite);
  return positive.length > 2 && positive.length >= 0.95 * all.length && Math.max(...positive) / Math.min(...positive) > 100;
}

/** Records of one point or several, a panel an observable; the exact solution is dashed. */
export function recordsChart(title: string, runs: { label: string; records: Records }[], names: string[]): Chart {
  const panels: LinePanel[] = names.map(name => {
    const series: Series[] = [];
    runs.forEach((run, at) => {
      const x = columnOf(run.records, "step");
      const columns = observables(run.records).get(name) ?? [];
      columns.forEach((column, component) => {
        const color = runs.length > 1 ? at : component;
        series.push({ label: runs.length > 1 ? (component === 0 ? run.label : "") : columns.length > 1 ? column : "", x, y: columnOf(run.records, column), color, stroke: "solid" });
        if (run.records.columns.includes(column + theory)) series.push({ label: runs.length === 1 ? "theory" : "", role: "theory", x, y: columnOf(run.records, column + theory), color, stroke: "dashed" });
      });
    });
    return { title: "", series, levels: [], y: { label: name, log: false, min: null, max: null } };
  });
  const steps = runs.flatMap(run => columnOf(run.records, "step"));
  const losses = runs.flatMap(run => names[0] ? columnOf(run.records, names[0]) : []);
  return { $type: "lines", title, note: "", x: { label: "optimizer steps", log: decades(steps.filter(step => num(step) > 0)), min: null, max: null }, y: { label: "", log: names.length === 1 && decades(losses), min: null, max: null }, panels };
}

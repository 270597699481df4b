import { get, Refusal } from "../api";
import { chartView, type ChartView } from "../charts/view";
import { button, fill, h } from "../dom";
import type { Point, Records } from "../types";
import { observables, recordsChart } from "./records-chart";
import { empty } from "./states";

const panelsAtFirst = 4;
const waiting: Record<string, string> = {
  failed: "This point failed before anything was measured.",
  running: "They appear as they are measured, where the point is trained alone; those of points that are trained together when they are committed.",
  pending: "The point waits for a slot.",
};

/** A point's records as a chart, with a choice of observables; before there are any, why. */
export function pointRecords(path: string, name: string, signal: AbortSignal): { node: HTMLElement; load(point: Point): Promise<void>; dispose(): void } {
  const chooser = h("div"), stage = h("div", { class: "stage" }), node = h("div", {}, chooser, stage);
  let view: ChartView | null = null;
  let drawn = "", rows = 0;
  let chosen: Set<string> | null = null; // kept while rows come
  const draw = (records: Records, names: string[]): void => {
    view?.dispose();
    view = names.length ? chartView(recordsChart("Records", [{ label: "", records }], names), { axes: [], links: { name, csv: `/api/v1${path}/records?format=csv` } }) : null;
    fill(stage, view ? view.node : h("p", { class: "dim" }, "Choose what to draw."));
  };
  const show = (records: Records): void => {
    if (records.rows.length === rows) return;
    rows = records.rows.length;
    const names = [...observables(records).keys()], shown = chosen ??= new Set(names.slice(0, panelsAtFirst));
    draw(records, names.filter(found => shown.has(found)));
    fill(chooser, names.length > 1 && h("div", { class: "legend", role: "group", "aria-label": "Observables" }, names.map(each => {
      const made: HTMLButtonElement = button(each, () => {
        if (!shown.delete(each)) shown.add(each);
        made.setAttribute("aria-pressed", String(shown.has(each)));
        draw(records, names.filter(found => shown.has(found)));
      }, { class: "key", "aria-pressed": String(shown.has(each)) });
      return made;
    })));
  };
  return {
    node,
    async load(point) {
      const measured = point.segment ?? (Object.keys(point.final).length > 0 ? `last ${point.lastStep}` : null);
      const key = measured ?? `${point.state} ${point.run?.stepsDone ?? ""}`; // more may be measured where steps were done
      if (key === drawn) return;
      try {
        const records = await get<Records>(`${path}/records`, signal);
        drawn = key;
        if (records.rows.length) show(records);
        else fill(stage, empty("No records", h("p", {}, "Nothing was measured of this point.")));
      } catch (error) {
        if (!measured && error instanceof Refusal && error.status === 404) { drawn = key; fill(stage, empty("No records yet", h("p", {}, waiting[point.state] ?? ""))); return; }
        if (!signal.aborted) fill(stage, empty("The records could not be read", h("p", {}, (error as Error).message), button("Try again", () => void this.load(point))));
      }
    },
    dispose() { view?.dispose(); },
  };
}

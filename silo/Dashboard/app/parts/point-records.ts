import { get } from "../api";
import { chartView, type ChartView } from "../charts/view";
import { button, fill, h } from "../dom";
import type { Point, Records } from "../types";
import { observables, recordsChart } from "./records-chart";
import { empty } from "./states";

const panelsAtFirst = 4;
const waiting: Record<string, string> = {
  failed: "This point was given up before anything was measured.",
  running: "They appear when the point is committed.",
  due: "The point waits for a slot.",
};

/** A point's records as a chart, with a choice of observables; before there are any, why. */
export function pointRecords(path: string, name: string, signal: AbortSignal): { node: HTMLElement; load(point: Point): Promise<void>; dispose(): void } {
  const chooser = h("div"), stage = h("div", { class: "stage" }), node = h("div", {}, chooser, stage);
  let view: ChartView | null = null;
  let drawn = "";
  const draw = (records: Records, names: string[]): void => {
    view?.dispose();
    view = names.length ? chartView(recordsChart("Records", [{ label: "", records }], names), { axes: [], links: { name, csv: `/api/v1${path}/records?format=csv` } }) : null;
    fill(stage, view ? view.node : h("p", { class: "dim" }, "Choose what to draw."));
  };
  const show = (records: Records): void => {
    const names = [...observables(records).keys()], chosen = new Set(names.slice(0, panelsAtFirst));
    draw(records, [...chosen]);
    fill(chooser, names.length > 1 && h("div", { class: "legend", role: "group", "aria-label": "Observables" }, names.map(each => {
      const made: HTMLButtonElement = button(each, () => {
        if (!chosen.delete(each)) chosen.add(each);
        made.setAttribute("aria-pressed", String(chosen.has(each)));
        draw(records, names.filter(found => chosen.has(found)));
      }, { class: "key", "aria-pressed": String(chosen.has(each)) });
      return made;
    })));
  };
  return {
    node,
    async load(point) {
      const measured = point.segment ?? (Object.keys(point.final).length > 0 ? `last ${point.lastStep}` : null), key = measured ?? point.state;
      if (key === drawn) return;
      if (!measured) { fill(stage, empty("No records yet", h("p", {}, waiting[point.state] ?? ""))); drawn = key; return; }
      try {
        const records = await get<Records>(`${path}/records`, signal);
        drawn = key;
        if (records.rows.length) show(records);
        else fill(stage, empty("No records", h("p", {}, "Nothing was measured of this point.")));
      } catch (error) {
        if (!signal.aborted) fill(stage, empty("The records could not be read", h("p", {}, (error as Error).message), button("Try again", () => void this.load(point))));
      }
    },
    dispose() { view?.dispose(); },
  };
}

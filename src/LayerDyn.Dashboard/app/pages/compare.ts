import { get, id } from "../api";
import { chartView, type ChartView } from "../charts/view";
import { button, fill, h } from "../dom";
import { count, num, step, value } from "../format";
import { observables, recordsChart } from "../parts/records-chart";
import { most } from "../parts/point-table";
import { chip } from "../parts/progress";
import { empty } from "../parts/states";
import type { Place } from "../router";
import type { PointPage, PointRow, Records, Sweep } from "../types";

/** Points beside each other: their records over one another, what differs, how they ended. */
export async function comparePage(place: Place): Promise<Node> {
  const sweepId = place.params[0]!, base = `/sweeps/${id(sweepId)}`;
  const list = place.query.get("points") ?? "";
  place.title("Comparison");
  const sweep = await get<Sweep>(base, place.signal);
  if (!list) return empty("Nothing to compare", h("p", {}, "Tick two or more points in a sweep's table of points."), h("a", { class: "button", href: `#${base}?view=points` }, "Points"));
  const { items: points, total } = await get<PointPage>(`${base}/points?limit=${most}&index=${encodeURIComponent(list)}`, place.signal);
  const records = await Promise.all(points.map(({ index }) => get<Records>(`${base}/points/${index}/records`, place.signal).catch(() => null)));
  const axes = sweep.axes.map(axis => axis.name);
  const differing = axes.filter(axis => new Set(points.map(point => point.axes[axis])).size > 1);
  const seeds = new Set(points.map(point => point.seed)).size > 1;
  const nameOf = (point: PointRow): string => [...differing.map(axis => `${axis} = ${point.axes[axis]}`), ...(seeds ? [`seed ${point.seed}`] : [])].join(", ") || `point ${point.index}`;
  const runs = points.flatMap((point, at) => records[at]?.rows.length ? [{ label: `${point.index}: ${nameOf(point)}`, records: records[at]! }] : []);
  const stage = h("div", { class: "stage" });
  let view: ChartView | null = null;
  place.onLeave(() => view?.dispose());
  const names = [...new Set(runs.flatMap(run => [...observables(run.records).keys()]))];
  const chosen = new Set(names.slice(0, 2));
  const draw = (): void => {
    view?.dispose();
    view = chosen.size ? chartView(recordsChart("Records", runs, names.filter(name => chosen.has(name))), { axes: [], links: { name: `${sweep.name}-comparison` } }) : null;
    fill(stage, view ? view.node : h("p", { class: "dim" }, "Choose what to draw."));
  };
  if (runs.length) draw(); else fill(stage, empty("None of these points has records yet"));
  const finals = [...new Set(points.flatMap(point => Object.keys(point.final)))];
  const row = (name: string, cells: (Node | string)[], strong = false): Node => h("tr", { class: strong ? "differs" : null }, h("th", { scope: "row" }, name), cells.map(cell => h("td", { class: "n" }, cell)));
  return h("div", {},
    h("nav", { class: "crumbs", "aria-label": "Where this is" }, h("a", { href: `#${base}` }, sweep.name), " / comparison"),
    h("h1", {}, total! > points.length ? `The first ${points.length} of ${count(total!)} points` : `${points.length} points`),
    names.length > 1 && h("div", { class: "legend", role: "group", "aria-label": "Observables" }, names.map(name => {
      const made: HTMLButtonElement = button(name, () => { if (!chosen.delete(name)) chosen.add(name); made.setAttribute("aria-pressed", String(chosen.has(name))); draw(); }, { class: "key", "aria-pressed": String(chosen.has(name)) });
      return made;
    })),
    stage,
    h("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": "Comparison" }, h("table", {},
      h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "Point"), points.map(point => h("th", { scope: "col", class: "n" }, h("a", { href: `#${base}/points/${point.index}` }, point.index))))),
      h("tbody", {},
        row("state", points.map(point => chip(point.state))),
        axes.map(axis => row(axis, points.map(point => point.axes[axis] ?? ""), differing.includes(axis))),
        row("seed", points.map(point => String(point.seed)), seeds), row("last step", points.map(point => step(point.lastStep))),
        points.some(point => point.divergedAt !== null) && row("diverged at", points.map(point => step(point.divergedAt))),
        finals.map(name => row(name, points.map(point => value(num(point.final[name])))))))));
}

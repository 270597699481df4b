import { get, id } from "../api";
import { chartView, type ChartView } from "../charts/view";
import { button, fill, h } from "../dom";
import { bytes, count, moment, num, value } from "../format";
import { observables, recordsChart } from "../parts/records-chart";
import { chip } from "../parts/progress";
import { empty, notice } from "../parts/states";
import type { Place } from "../router";
import type { Point, Records, Sweep } from "../types";

const panelsAtFirst = 4;

/** Everything that is known of one point. */
export async function pointPage(place: Place): Promise<Node> {
  const [sweepId, index] = [place.params[0]!, Number(place.params[1])];
  const base = `/sweeps/${id(sweepId)}`;
  const [sweep, point, records] = await Promise.all([
    get<Sweep>(base, place.signal), get<Point>(`${base}/points/${index}`, place.signal),
    get<Records>(`${base}/points/${index}/records`, place.signal).catch(() => null)]);
  place.title(`${sweep.name} point ${index}`);
  const stage = h("div", { class: "stage" });
  let view: ChartView | null = null;
  place.onLeave(() => view?.dispose());
  const draw = (names: string[]): void => {
    view?.dispose();
    view = names.length && records ? chartView(recordsChart("Records", [{ label: "", records }], names), {
      axes: [], links: { name: `${sweep.name}-point-${index}`, csv: `/api/v1${base}/points/${index}/records?format=csv` } }) : null;
    fill(stage, view ? view.node : h("p", { class: "dim" }, "Choose what to draw."));
  };
  let chooser: Node | null = null;
  if (records && records.rows.length) {
    const names = [...observables(records).keys()], chosen = new Set(names.slice(0, panelsAtFirst));
    draw([...chosen]);
    if (names.length > 1) chooser = h("div", { class: "legend", role: "group", "aria-label": "Observables" }, names.map(name => {
      const made: HTMLButtonElement = button(name, () => {
        if (!chosen.delete(name)) chosen.add(name);
        made.setAttribute("aria-pressed", String(chosen.has(name)));
        draw(names.filter(found => chosen.has(found)));
      }, { class: "key", "aria-pressed": String(chosen.has(name)) });
      return made;
    }));
  } else fill(stage, empty("No records yet", h("p", {}, point.state === "failed" ? "This point was given up before it had a result." : "They appear when the point is committed.")));

  const experiment = JSON.stringify(point.experiment, null, 2);
  const finals = Object.entries(point.final);
  return h("div", {},
    h("nav", { class: "crumbs", "aria-label": "Where this is" }, h("a", { href: `#${base}` }, sweep.name), " / ", h("a", { href: `#${base}?view=points` }, "points"), " / ", index),
    h("div", { class: "head" }, h("h1", {}, `Point ${index} `, chip(point.state)),
      h("div", { class: "actions" }, h("a", { class: "button", href: `#${base}/points/${Math.max(0, index - 1)}`, "aria-disabled": index === 0 ? "true" : null }, "Previous"),
        h("a", { class: "button", href: `#${base}/points/${Math.min(sweep.expected - 1, index + 1)}` }, "Next"))),
    h("dl", { class: "facts strip" }, Object.entries(point.axes).map(([axis, label]) => fact(axis, label)), fact("seed", String(point.seed)), fact("steps", `${count(point.lastStep)} / ${count(point.steps)}`)),
    point.failure && h("p", { class: "message" }, point.failure),
    chooser, stage,
    h("div", { class: "two" },
      h("div", {},
        section("Attempts", point.attempts.length ? table(["attempt", "silo", "outcome", "message"], point.attempts.map(found => [found.attempt, found.silo ?? "–", found.outcome, found.message])) : h("p", { class: "dim" }, "No attempt is known of.")),
        section("Checkpoints", point.checkpoints.length ? table(["step", "size", "written"], point.checkpoints.map(found => [count(found.step), bytes(found.bytes), moment(found.created)])) : h("p", { class: "dim" }, "None kept: a committed point needs no checkpoint.")),
        finals.length > 0 && section("Last measurement", table(["column", "value"], finals.map(([name, found]) => [name, value(num(found))]))),
        section("Identity", h("p", {}, h("code", { class: "break" }, point.id)), point.segment && h("p", { class: "dim" }, "records in ", h("code", { class: "break" }, point.segment)))),
      h("section", {}, h("div", { class: "head" }, h("h2", {}, "Configuration"), button("Copy", () => void navigator.clipboard.writeText(experiment).then(() => notice("Copied.")))), h("pre", { tabindex: 0 }, experiment))));
}

const fact = (name: string, text: string): Node => h("div", {}, h("dt", {}, name), h("dd", {}, text));
const section = (title: string, ...content: Parameters<typeof h>[2][]): Node => h("section", {}, h("h2", {}, title), ...content);
const table = (columns: string[], rows: (string | number)[][]): Node => h("div", { class: "scroll" }, h("table", { class: "narrow" },
  h("thead", {}, h("tr", {}, columns.map(text => h("th", { scope: "col" }, text)))), h("tbody", {}, rows.map(row => h("tr", {}, row.map(cell => h("td", {}, cell)))))));

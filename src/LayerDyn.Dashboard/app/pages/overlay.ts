import { get, id } from "../api";
import { mostSweeps, overlay } from "../charts/overlay";
import { chartView, type ChartView } from "../charts/view";
import { button, fill, h } from "../dom";
import { count, duration, moment, num, origin, shorten } from "../format";
import { tagChips } from "../parts/labels";
import { chip } from "../parts/progress";
import { empty } from "../parts/states";
import { keepQuery, type Place } from "../router";
import type { Curve, Difference, Sweep } from "../types";

/** Sweeps beside each other: what their specs differ in, where they stand, and their curves of one name in one picture. */
export async function overlayPage(place: Place): Promise<Node> {
  place.title("Comparison of sweeps");
  const ids = [...new Set((place.query.get("sweeps") ?? "").split(",").filter(Boolean))].slice(0, mostSweeps);
  if (ids.length < 2) return empty("Nothing to compare", h("p", {}, "Tick two sweeps or more in the list of sweeps."), h("a", { class: "button", href: "#/" }, "Sweeps"));
  const sweeps = await Promise.all(ids.map(each => get<Sweep>(`/sweeps/${id(each)}`, place.signal)));
  const differences = await Promise.all(sweeps.slice(1).map(other => get<Difference[]>(`/sweeps/${id(sweeps[0]!.id)}/differences?with=${id(other.id)}`, place.signal)));
  const twice = (text: (sweep: Sweep) => string): boolean => new Set(sweeps.map(text)).size < sweeps.length;
  const nameOf = (sweep: Sweep): string => sweep.title || (twice(each => each.name) ? sweep.id : sweep.name);

  const owners = new Map<string, Sweep[]>();
  for (const sweep of sweeps) for (const curve of sweep.curves) owners.set(curve, [...(owners.get(curve) ?? []), sweep]);
  const names = [...owners].filter(([, of]) => of.length > 1).map(([name]) => name);
  let selected = names.find(name => name === place.query.get("curve")) ?? names[0] ?? "", asked = 0;
  let view: ChartView | null = null;
  place.onLeave(() => view?.dispose());
  const list = h("div", { class: "legend", role: "group", "aria-label": "Curves" }), stage = h("div", { class: "stage" }), findings = h("div");

  async function draw(): Promise<void> {
    fill(list, names.length > 1 && names.map(name => button(name, () => { selected = name; place.query.set("curve", name); keepQuery(place.query); void draw(); }, { class: "plain", "aria-pressed": String(name === selected) })));
    if (!selected) { fill(stage, empty("No curve of one name", h("p", {}, "None of these sweeps draws a curve that another draws too."))); return; }
    const mine = ++asked, of = owners.get(selected)!;
    const curves = await Promise.all(of.map(sweep => get<Curve>(`/sweeps/${id(sweep.id)}/curves/${id(selected)}.json?table=false`, place.signal).catch(() => null)));
    if (mine !== asked) return;
    view?.dispose();
    view = null;
    const there = of.flatMap((sweep, at) => curves[at] && curves[at].chart.panels.length ? [{ name: nameOf(sweep), chart: curves[at].chart }] : []);
    const chart = there.length ? overlay(there) : "nothing is drawn of it yet";
    if (typeof chart !== "string") view = chartView(chart, { axes: [], links: { name: `${selected}-compared` } });
    fill(stage, view ? view.node : empty(`${selected} is not one picture`, h("p", {}, `${chart as string}.`)));
    fill(findings, of.map((sweep, at) => curves[at]?.findings.length ? h("section", {}, h("h2", {}, nameOf(sweep)), h("ul", { class: "findings" }, curves[at].findings.map(text => h("li", {}, shorten(text))))) : null));
  }

  const row = (name: string, cells: (Node | string | Node[])[], differs = false): Node => h("tr", { class: differs ? "differs" : null }, h("th", { scope: "row" }, name), cells.map(cell => h("td", {}, cell)));
  const paths = [...new Set(differences.flatMap(list => list.map(each => each.path)))];
  const valueOf = (path: string, at: number): string => at > 0
    ? differences[at - 1]!.find(each => each.path === path)?.second ?? (differences[at - 1]!.some(each => each.path === path) ? "–" : valueOf(path, 0))
    : differences.flat().find(each => each.path === path)?.first ?? "–";
  void draw().catch(error => { if (!place.signal.aborted) fill(stage, empty("The curves could not be read", h("p", {}, (error as Error).message))); });
  return h("div", {},
    h("nav", { class: "crumbs", "aria-label": "Where this is" }, h("a", { href: "#/" }, "Sweeps"), " / comparison"),
    h("h1", {}, `${sweeps.length} sweeps`), list, stage, h("div", { class: "two" }, findings),
    h("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": "Sweeps" }, h("table", {},
      h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "Sweep"), sweeps.map(sweep => h("th", { scope: "col" }, h("a", { href: `#/sweeps/${id(sweep.id)}` }, nameOf(sweep)))))),
      h("tbody", {},
        row("id", sweeps.map(sweep => h("code", {}, sweep.id))), row("state", sweeps.map(sweep => chip(sweep.state))),
        row("points", sweeps.map(sweep => `${count(sweep.finished + sweep.diverged)} of ${count(sweep.expected)}${sweep.diverged ? `, ${count(sweep.diverged)} diverged` : ""}${sweep.failed ? `, ${count(sweep.failed)} failed` : ""}`)),
        row("took", sweeps.map(sweep => sweep.seconds === null ? "–" : duration(num(sweep.seconds)))), row("submitted", sweeps.map(sweep => `${moment(sweep.submitted)}${origin(sweep) && ` with ${origin(sweep)}`}`)),
        sweeps.some(sweep => sweep.tags.length) && row("tags", sweeps.map(sweep => tagChips(sweep.tags))),
        paths.map(path => row(path, sweeps.map((_, at) => shorten(valueOf(path, at))), true))))),
    paths.length === 0 && h("p", { class: "dim" }, "No parameter differs."));
}

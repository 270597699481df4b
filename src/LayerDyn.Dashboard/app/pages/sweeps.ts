import { get } from "../api";
import { button, fill, h } from "../dom";
import { count, moment, origin, plural } from "../format";
import { chip, etaOf, paceOf, progressBar } from "../parts/progress";
import { empty } from "../parts/states";
import { keepQuery, type Place } from "../router";
import { may } from "../session";
import type { Sweep, SweepPage } from "../types";

const states = ["", "drawing", "running", "paused", "completed", "broken", "cancelled", "deleting"];
const refreshEvery = 2000;
const most = 1000;

/** All sweeps, by id, refreshed while the page is looked at. */
export async function sweepsPage(place: Place): Promise<Node> {
  place.title("Sweeps");
  const { query } = place;
  let limit = 50;
  const path = () => `/sweeps?limit=${limit}${query.get("state") ? `&state=${query.get("state")}` : ""}${query.get("name") ? `&name=${encodeURIComponent(query.get("name")!)}` : ""}`;
  const body = h("tbody");
  const rows = new Map<string, ReturnType<typeof row>>();
  const more = button("Show more", () => { limit = Math.min(limit + 50, most); void refresh(); });
  const table = h("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": "Sweeps" }, h("table", { class: "sweeps" },
    h("thead", {}, h("tr", {}, ["Sweep", "State", "Progress", "Points", "Failed", "Points/s", "Time left", "Submitted"].map((text, at) => h("th", { scope: "col", class: at > 2 && at < 7 ? "n" : null }, text)))), body));
  const holder = h("div");

  const show = (page: SweepPage): void => {
    if (page.items.length === 0) {
      fill(holder, query.size ? empty("No sweep fits", h("p", {}, "Nothing has this state and name."))
        : empty("No sweeps yet", h("p", {}, "A sweep is a grid of trainings described in one YAML file. Start with a recipe that reproduces a published figure."),
          may("submit") && h("a", { class: "button primary", href: "#/submit" }, "Submit a recipe")));
      return;
    }
    if (!table.isConnected) fill(holder, table, more);
    more.hidden = !page.next || limit === most;
    const wanted = page.items.map(sweep => {
      const found = rows.get(sweep.id) ?? row(sweep);
      rows.set(sweep.id, found);
      found.update(sweep);
      return found.node;
    });
    if (wanted.length !== body.children.length || wanted.some((node, at) => body.children[at] !== node)) body.replaceChildren(...wanted);
  };

  const refresh = async (): Promise<void> => {
    if (document.hidden) return;
    try { show(await get<SweepPage>(path(), place.signal)); } catch { /* the next refresh tries again */ }
  };

  show(await get<SweepPage>(path(), place.signal));
  const timer = setInterval(() => void refresh(), refreshEvery);
  place.onLeave(() => clearInterval(timer));
  const set = (key: string, value: string): void => {
    if (value) query.set(key, value); else query.delete(key);
    keepQuery(query);
    void refresh();
  };
  return h("div", {},
    h("div", { class: "head" }, h("h1", {}, "Sweeps"),
      h("div", { class: "tools" },
        h("label", {}, "Name ", h("input", { type: "search", value: query.get("name") ?? "", oninput: (event: Event) => set("name", (event.target as HTMLInputElement).value) })),
        h("label", {}, "State ", h("select", { onchange: (event: Event) => set("state", (event.target as HTMLSelectElement).value) },
          states.map(state => h("option", { value: state, selected: (query.get("state") ?? "") === state }, state || "any")))))),
    holder);
}

function row(sweep: Sweep): { node: HTMLElement; update(sweep: Sweep): void } {
  const bar = progressBar();
  const cells = Array.from({ length: 5 }, (_, at) => h("td", { class: at > 0 ? "n" : null }));
  const node = h("tr", {},
    h("th", { scope: "row" }, h("a", { href: `#/sweeps/${encodeURIComponent(sweep.id)}` }, sweep.name), h("small", {}, [sweep.axes.map(axis => axis.name).join(" × "), plural(sweep.curves.length, "curve"), sweep.id.slice(sweep.id.lastIndexOf("-") + 1), origin(sweep)].filter(Boolean).join(" · "))),
    cells[0], h("td", { class: "wide" }, bar.node), cells.slice(1),
    h("td", { class: "date" }, moment(sweep.submitted)));
  return {
    node,
    update(next) {
      bar.update(next);
      if (cells[0]!.textContent !== next.state) fill(cells[0]!, chip(next.state));
      fill(cells[1]!, `${count(next.finished + next.diverged)} / ${count(next.expected)}`);
      fill(cells[2]!, next.failed ? h("strong", { class: "failed" }, count(next.failed)) : "0");
      fill(cells[3]!, paceOf(next));
      fill(cells[4]!, etaOf(next));
    },
  };
}

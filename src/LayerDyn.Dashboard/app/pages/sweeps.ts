import { get } from "../api";
import { mostSweeps } from "../charts/overlay";
import { button, fill, h } from "../dom";
import { count, duration, moment, num, origin, plural } from "../format";
import { tagChips } from "../parts/labels";
import { active, chip, etaOf, paceOf, progressBar } from "../parts/progress";
import { empty } from "../parts/states";
import { keepQuery, type Place } from "../router";
import { about, may } from "../session";
import type { Sweep, SweepPage } from "../types";

const states = ["", "drawing", "running", "paused", "completed", "broken", "cancelled", "deleting"];
// A list in which nothing moves is looked at less often.
const refreshEvery = 2000, restEvery = 10_000;
const most = 1000;
const newestFirst = "-submitted";
const filters = ["text", "state", "owner", "tag"] as const;

/** A column by which sweeps are sorted: the first press gives the order that one looks for. */
interface Column { title: string; key?: string; first?: "-"; class?: string }
const columns: Column[] = [
  { title: "Sweep", key: "name" }, { title: "State", key: "state" }, { title: "Progress" }, { title: "Points", key: "points", first: "-", class: "n" }, { title: "Failed", key: "failed", first: "-", class: "n" },
  { title: "Points/s", class: "n" }, { title: "Time left", class: "n" }, { title: "Took", key: "took", first: "-", class: "n" }, { title: "Submitted", key: "submitted", first: "-" },
];

/** All sweeps, the newest first, refreshed while the page is looked at. What is filtered and sorted by stands in the address. */
export async function sweepsPage(place: Place): Promise<Node> {
  place.title("Sweeps");
  const { query } = place;
  let limit = 50, owners: string[] = [];
  const sort = (): string => query.get("sort") ?? newestFirst;
  const path = (): string => {
    const asked = new URLSearchParams({ limit: String(limit), sort: sort() });
    for (const key of filters) if (query.get(key)) asked.set(key, query.get(key)!);
    return `/sweeps?${asked}`;
  };
  // On a phone the table has no head: a list of choices stands for it.
  const orders = columns.flatMap(({ title, key, first }) => key ? [`${first ?? ""}${key}`, first ? key : `-${key}`].map(value => ({ value, text: `${title} ${value.startsWith("-") ? "↓" : "↑"}` })) : []);
  const order = h("select", { onchange: () => { setSort(order.value); } }, orders.map(({ value, text }) => h("option", { value }, text)));
  const setSort = (to: string): void => { set("sort", to === newestFirst ? "" : to); drawHead(); };
  const head = h("tr"), body = h("tbody");
  const rows = new Map<string, ReturnType<typeof row>>();
  const more = button("Show more", () => { limit = Math.min(limit + 50, most); void refresh(); });
  const table = h("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": "Sweeps" }, h("table", { class: "sweeps" }, h("thead", {}, head), body));
  const holder = h("div");
  const ticked = new Set<string>();
  const compare = h("a", { class: "button", hidden: true });
  const tick = (id: string, on: boolean): void => {
    if (on) ticked.add(id); else ticked.delete(id);
    compare.hidden = ticked.size < 2;
    compare.textContent = ticked.size > mostSweeps ? `At most ${mostSweeps}` : `Compare ${ticked.size}`;
    if (ticked.size > mostSweeps) compare.removeAttribute("href"); else compare.href = `#/compare?sweeps=${[...ticked].map(encodeURIComponent).join(",")}`;
  };
  let timer: ReturnType<typeof setTimeout> | undefined, asked = 0;

  const set = (key: string, value: string): void => {
    if (value) query.set(key, value); else query.delete(key);
    keepQuery(query);
    tools();
    void refresh();
  };
  const drawHead = (): void => fill(head, h("th", { scope: "col" }, h("span", { class: "sr" }, "Compare")), columns.map(column => {
    const key = column.key ?? "", now = sort(), down = now === `-${key}`, up = now === key;
    const next = up ? `-${key}` : down ? key : `${column.first ?? ""}${key}`;
    return h("th", { scope: "col", class: column.class ?? null, "aria-sort": key && down ? "descending" : key && up ? "ascending" : null },
      key ? button(column.title, () => setSort(next), { class: "sort" }) : column.title);
  }));

  const show = (page: SweepPage): void => {
    owners = [...new Set([...owners, ...page.items.map(sweep => sweep.owner)])].filter(Boolean).sort();
    tools();
    if (page.items.length === 0) {
      fill(holder, filters.some(key => query.get(key)) ? empty("No sweep fits", h("p", {}, "No sweep has this state, this owner, this tag and these words."), button("Show all", () => { for (const key of filters) query.delete(key); search.value = ""; set("", ""); }))
        : empty("No sweeps yet", h("p", {}, "A sweep is a grid of trainings described in one YAML file. Start with a recipe that reproduces a published figure."),
          may("submit") && h("a", { class: "button primary", href: "#/submit" }, "Submit a recipe")));
      return;
    }
    if (!table.isConnected || table.parentElement !== holder) fill(holder, table, more);
    more.hidden = !page.next || limit === most;
    const wanted = page.items.map(sweep => {
      const found = rows.get(sweep.id) ?? row(sweep, tick);
      rows.set(sweep.id, found);
      found.update(sweep);
      return found.node;
    });
    if (wanted.length !== body.children.length || wanted.some((node, at) => body.children[at] !== node)) body.replaceChildren(...wanted);
  };

  async function refresh(): Promise<void> {
    clearTimeout(timer);
    const mine = ++asked;
    let wait = refreshEvery;
    if (!document.hidden) {
      try {
        const page = await get<SweepPage>(path(), place.signal);
        if (mine !== asked) return; // another question is on its way
        show(page);
        if (!page.items.some(active)) wait = restEvery;
      } catch { /* the next refresh tries again */ }
    }
    if (mine === asked && !place.signal.aborted) timer = setTimeout(() => void refresh(), wait);
  }

  const search = h("input", { type: "search", value: query.get("text") ?? "", oninput: () => set("text", search.value.trim()) });
  const state = h("select", { onchange: () => set("state", state.value) });
  const owner = h("select", { onchange: () => set("owner", owner.value) }), ownedBy = h("label", {}, "Owner ", owner);
  const tagged = h("span");
  function tools(): void {
    options(state, states, query.get("state") ?? "");
    fill(tagged, query.get("tag") && button(`tag ${query.get("tag")}  ×`, () => set("tag", ""), { class: "condition", "aria-label": `tag ${query.get("tag")}  × (drop this condition)` }));
    options(owner, ["", ...owners], query.get("owner") ?? "");
    order.value = sort();
    ownedBy.hidden = owners.length < 2 && !query.get("owner");
  }

  drawHead();
  tools();
  const page = await get<SweepPage>(path(), place.signal);
  show(page);
  timer = setTimeout(() => void refresh(), page.items.some(active) ? refreshEvery : restEvery);
  const wake = (): void => { if (!document.hidden) void refresh(); };
  document.addEventListener("visibilitychange", wake);
  place.onLeave(() => { clearTimeout(timer); document.removeEventListener("visibilitychange", wake); });
  return h("div", {},
    h("div", { class: "head" }, h("h1", {}, "Sweeps"), h("div", { class: "tools" }, compare, tagged, h("label", {}, "Search ", search), h("label", {}, "State ", state), ownedBy, h("label", { class: "order" }, "Sort ", order))),
    holder);
}

/** Fills a list of choices where it changed; the empty one is any. */
function options(select: HTMLSelectElement, values: string[], chosen: string): void {
  const all = chosen && !values.includes(chosen) ? [...values, chosen] : values;
  if (select.dataset.all !== all.join("\n")) {
    select.dataset.all = all.join("\n");
    fill(select, all.map(value => h("option", { value }, value || "any")));
  }
  select.value = chosen;
}

function row(sweep: Sweep, tick: (id: string, on: boolean) => void): { node: HTMLElement; update(sweep: Sweep): void } {
  const bar = progressBar();
  const cells = Array.from({ length: 6 }, (_, at) => h("td", { class: at > 0 ? "n" : null }));
  const facts = [sweep.axes.map(axis => axis.name).join(" × "), plural(sweep.curves.length, "curve"), sweep.id.slice(sweep.id.lastIndexOf("-") + 1), origin(sweep), sweep.owner && about.auth !== "none" && `by ${sweep.owner}`].filter(Boolean).join(" · ");
  const name = h("a", { href: `#/sweeps/${encodeURIComponent(sweep.id)}` }), tags = h("span", { class: "tags" });
  let said = "";
  const node = h("tr", {},
    h("td", { class: "tick" }, h("input", { type: "checkbox", "aria-label": `Compare ${sweep.name} ${sweep.id.slice(-8)}`, onchange: (event: Event) => tick(sweep.id, (event.target as HTMLInputElement).checked) })),
    h("th", { scope: "row" }, name, tags, h("small", {}, facts)),
    cells[0], h("td", { class: "wide" }, bar.node), cells.slice(1),
    h("td", { class: "date" }, moment(sweep.submitted)));
  return {
    node,
    update(next) {
      bar.update(next);
      const now = JSON.stringify([next.title, next.note, next.tags]);
      if (now !== said) {
        said = now;
        fill(name, next.title || next.name);
        name.title = next.note;
        fill(tags, next.title && h("small", { class: "dim" }, next.name), tagChips(next.tags), next.note && h("small", { class: "said" }, next.note.split("\n")[0]));
      }
      if (cells[0]!.textContent !== next.state) fill(cells[0]!, chip(next.state));
      fill(cells[1]!, `${count(next.finished + next.diverged)} / ${count(next.expected)}`);
      fill(cells[2]!, next.failed ? h("strong", { class: "failed" }, count(next.failed)) : "0");
      fill(cells[3]!, paceOf(next));
      fill(cells[4]!, etaOf(next));
      fill(cells[5]!, next.seconds === null ? "–" : duration(num(next.seconds)));
    },
  };
}

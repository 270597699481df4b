import { get, id } from "../api";
import { askable, sizeOf } from "../charts/behind";
import { button, fill, h } from "../dom";
import { count, num, shorten, step, value } from "../format";
import { go } from "../router";
import type { PointList, PointPage } from "../types";
import { chip } from "./progress";
import { empty } from "./states";

const size = 50;
const atFirst = 6;
/** Points that can be compared at once. */
export const most = 8;

/** Conditions on axes, and the list of points that these must hold for; an empty list stands for all. */
export interface Selection { where: [string, string][]; behind: PointList }
export interface PointTable { node: HTMLElement; show(selection: Selection, title?: string): void; refresh(): void }

/** Points by the page: the server filters and sorts, and at most one page is ever here. */
export function pointTable(sweep: string, axes: string[], signal: AbortSignal, options: { state?: string } = {}): PointTable {
  let selection: Selection = { where: [], behind: "" };
  let state = options.state ?? "", sort = "index", allColumns = false;
  let pages: (string | null)[] = [null];
  let asked = 0;
  const picked = new Set<number>();
  const heading = h("h2");
  const holder = h("div");
  const pager = h("div", { class: "pager" });
  let few: number[] = [];
  const compare = button("Compare", () => go(`/sweeps/${id(sweep)}/compare?points=${(picked.size ? [...picked] : few).join(",")}`), { disabled: true });
  const states = h("select", { onchange: (event: Event) => { state = (event.target as HTMLSelectElement).value; restart(); } },
    ["", "finished", "stopped", "diverged", "failed", "running", "pending"].map(name => h("option", { value: name, selected: name === state }, name || "any")));
  const columns = h("input", { type: "checkbox", onchange: () => { allColumns = columns.checked; void load(); } });
  const conditions = h("span", { class: "conditions" });
  const node = h("section", { class: "points" },
    h("div", { class: "head" }, heading, h("div", { class: "tools small" }, h("label", {}, "State ", states), h("label", {}, columns, " All columns"), compare)), conditions, holder, pager);

  function restart(): void { pages = [null]; void load(); }

  async function load(): Promise<void> {
    const mine = ++asked;
    const query = new URLSearchParams({ limit: String(size), sort });
    if (state) query.set("state", state);
    for (const [axis, label] of selection.where) query.append("where", `${axis}:${label}`);
    const after = pages.at(-1);
    if (after) query.set("after", after);
    try {
      const page = await get<PointPage>(`/sweeps/${id(sweep)}/points?${query}${askable(selection.behind) ? `&index=${selection.behind}` : ""}`, signal);
      if (mine === asked) show(page);
    } catch (error) {
      if (!signal.aborted && mine === asked) fill(holder, empty("The points could not be read", h("p", {}, (error as Error).message), button("Try again", () => void load())));
    }
  }

  function show(page: PointPage): void {
    const first = (pages.length - 1) * size;
    if (page.items.length === 0) fill(holder, empty("No point fits", h("p", {}, "No point of this sweep has this state and these values.")));
    else {
      const finals = page.columns.slice(page.columns.findIndex(column => column.name === "rows") + 1).map(column => column.name);
      const plain = finals.filter(name => !name.endsWith(".theory"));
      const diverged = page.items.some(point => point.divergedAt !== null);
      const columnsShown = allColumns ? finals : plain.slice(0, atFirst);
      fill(holder, h("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": "Points" }, h("table", {},
        h("thead", {}, h("tr", {}, h("th", { scope: "col" }, h("span", { class: "sr" }, "Compare")), sortable("index", "Point"), h("th", { scope: "col" }, "State"),
          axes.map(axis => h("th", { scope: "col", class: "n" }, axis)), h("th", { scope: "col", class: "n" }, "seed"), h("th", { scope: "col", class: "n" }, "last step"), diverged && h("th", { scope: "col", class: "n" }, "diverged at"), columnsShown.map(name => sortable(name, name)))),
        h("tbody", {}, page.items.map(point => h("tr", {},
          h("td", {}, h("input", { type: "checkbox", "aria-label": `Compare point ${point.index}`, checked: picked.has(point.index), onchange: (event: Event) => tick(point.index, (event.target as HTMLInputElement).checked) })),
          h("th", { scope: "row", class: "n" }, h("a", { href: `#/sweeps/${id(sweep)}/points/${point.index}` }, point.index)), h("td", {}, chip(point.state)),
          axes.map(axis => h("td", { class: "n" }, shorten(point.axes[axis] ?? ""))), h("td", { class: "n" }, point.seed), h("td", { class: "n" }, step(point.lastStep)),
          diverged && h("td", { class: "n" }, step(point.divergedAt)),
          columnsShown.map(name => h("td", { class: "n" }, name in point.final ? value(num(point.final[name])) : ""))))))));
    }
    const total = page.total ?? page.items.length;
    few = askable(selection.behind) && total > 1 && total <= most ? page.items.map(point => point.index) : [];
    offer();
    fill(pager,
      button("Previous", () => { pages.pop(); void load(); }, { disabled: pages.length === 1 }),
      h("span", { class: "dim" }, total ? `${count(first + 1)} to ${count(first + page.items.length)} of ${count(total)}` : ""),
      button("Next", () => { pages.push(page.next); void load(); }, { disabled: !page.next }));
  }

  function tick(index: number, on: boolean): void {
    if (on) picked.add(index); else picked.delete(index);
    offer();
  }

  /** Compares what is ticked; with nothing ticked the points behind a line, where they are few. */
  function offer(): void {
    compare.disabled = picked.size ? picked.size < 2 || picked.size > most : few.length === 0;
    compare.textContent = picked.size > most ? `At most ${most}` : picked.size ? `Compare ${picked.size}` : few.length ? `Compare all ${few.length}` : "Compare";
  }

  function sortable(key: string, text: string): Node {
    const down = sort === `-${key}`, up = sort === key;
    return h("th", { scope: "col", class: "n", "aria-sort": down ? "descending" : up ? "ascending" : null },
      button(text, () => { sort = up ? `-${key}` : key; restart(); }, { class: "sort" }));
  }

  return {
    node,
    refresh: () => void load(),
    show(next, title) {
      selection = next;
      const { where, behind } = next;
      heading.textContent = title ?? "Points";
      const drop = (text: string, rest: Selection): Node =>
        button(`${shorten(text)}  ×`, () => this.show(rest, rest.where.length || rest.behind ? title : undefined), { class: "condition", "aria-label": shorten(`${text}  × (drop this condition)`) });
      fill(conditions, askable(behind) && drop(`${title ? title.toLowerCase() : "listed points"} (${count(sizeOf(behind))})`, { where, behind: "" }),
        where.map(([axis, label]) => drop(`${axis} = ${label}`, { where: where.filter(pair => pair[0] !== axis), behind })));
      restart();
    },
  };
}

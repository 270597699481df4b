import { askable } from "../charts/behind";
import { button, fill, h } from "../dom";
import { count, value as shownValue } from "../format";
import type { Column, Results } from "./data";
import { groupsOf } from "./groups";

const atOnce = 50;

/** The text of a cell. */
export const cellOf = (column: Column, at: number): string => column.labels ? column.labels[column.values[at]!] ?? "" : column.kind === "seed" ? String(column.values[at]) : shownValue(column.values[at]!);

/** A row: what heads it, its cells, and by what it is sorted. */
interface Row { head: Node | string; cells: (Node | string)[]; key: number; at: number }

/** The points that are left, or groups of them, sorted, with the columns that are chosen. */
export function resultTable(base: string, set: (key: string, value: string) => void): { node: HTMLElement; show(results: Results, points: number[], columns: Column[], sort: string, by: Column[]): void } {
  const node = h("div");
  let most = atOnce;
  function show(results: Results, points: number[], columns: Column[], sort: string, by: Column[]): void {
    const down = sort.startsWith("-"), shown = by.length ? [...by, ...columns.filter(column => column.kind === "value")] : columns;
    const key = shown.find(column => column.name === sort.replace(/^-/, ""));
    const rows = by.length ? grouped(results, points, by, shown, key) : points.map(at => single(results, at, shown, key));
    if (key) rows.sort((a, b) => order(a.key, b.key, down) || a.at - b.at);
    const title = (column: Column): Node => {
      const mine = column === key;
      return h("th", { scope: "col", class: "n", "aria-sort": mine ? (down ? "descending" : "ascending") : null }, button(column.name, () => set("sort", mine && !down ? `-${column.name}` : column.name), { class: "sort" }));
    };
    fill(node, h("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": by.length ? "Groups of points" : "Points that are left" }, h("table", {},
      h("thead", {}, h("tr", {}, h("th", { scope: "col", class: "n" }, by.length ? "Points" : "Point"), shown.map(title))),
      h("tbody", {}, rows.slice(0, most).map(row => h("tr", {}, h("th", { scope: "row", class: "n" }, row.head), row.cells.map(cell => h("td", { class: "n" }, cell))))))),
      rows.length > most && h("div", { class: "pager" }, button("Show more", () => { most += 4 * atOnce; show(results, points, columns, sort, by); })));
  }
  // A list that is too long for an address is not asked for.
  const headOf = (members: number[]): Node | string => askable(members.join(",")) ? h("a", { href: `#${base}?view=points&behind=${members.join(",")}` }, count(members.length)) : count(members.length);
  const single = (results: Results, at: number, columns: Column[], key: Column | undefined): Row =>
    ({ head: h("a", { href: `#${base}/points/${results.points[at]}` }, results.points[at]), cells: columns.map(column => cellOf(column, at)), key: key?.values[at] ?? NaN, at });
  const grouped = (results: Results, points: number[], by: Column[], columns: Column[], key: Column | undefined): Row[] => groupsOf(points, by, columns.slice(by.length)).map(group => ({
    head: headOf(group.points.map(at => results.points[at]!)),
    cells: columns.map(column => column.kind !== "value" ? cellOf(column, group.points[0]!) : h("span", {}, shownValue(group.means.get(column.name)!), Number.isFinite(group.deviations.get(column.name)) && h("span", { class: "dim" }, ` ± ${shownValue(group.deviations.get(column.name)!)}`))),
    key: !key ? NaN : key.kind === "value" ? group.means.get(key.name)! : key.values[group.points[0]!]!, at: group.points[0]!,
  }));
  return { node, show };
}

// Points without a value come last in either order.
const order = (a: number, b: number, down: boolean): number => Number.isNaN(a) || Number.isNaN(b) ? Number(Number.isNaN(a)) - Number(Number.isNaN(b)) : down ? b - a : a - b;

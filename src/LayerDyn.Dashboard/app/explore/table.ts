import { button, fill, h } from "../dom";
import { value as shownValue } from "../format";
import type { Column, Results } from "./data";

const atOnce = 50;

/** The text of a cell. */
export const cellOf = (column: Column, at: number): string => column.labels ? column.labels[column.values[at]!] ?? "" : column.kind === "seed" ? String(column.values[at]) : shownValue(column.values[at]!);

/** The points that are left, sorted, with the columns that are chosen. */
export function resultTable(base: string, set: (key: string, value: string) => void): { node: HTMLElement; show(results: Results, points: number[], columns: Column[], sort: string): void } {
  const node = h("div");
  let rows = atOnce;
  function show(results: Results, points: number[], columns: Column[], sort: string): void {
    const down = sort.startsWith("-"), key = columns.find(column => column.name === sort.replace(/^-/, ""));
    const sorted = key ? [...points].sort((a, b) => order(key.values[a]!, key.values[b]!, down) || a - b) : points;
    const title = (column: Column): Node => {
      const mine = column === key;
      return h("th", { scope: "col", class: "n", "aria-sort": mine ? (down ? "descending" : "ascending") : null }, button(column.name, () => set("sort", mine && !down ? `-${column.name}` : column.name), { class: "sort" }));
    };
    fill(node, h("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": "Points that are left" }, h("table", {},
      h("thead", {}, h("tr", {}, h("th", { scope: "col", class: "n" }, "Point"), columns.map(title))),
      h("tbody", {}, sorted.slice(0, rows).map(at => h("tr", {},
        h("th", { scope: "row", class: "n" }, h("a", { href: `#${base}/points/${results.points[at]}` }, results.points[at])), columns.map(column => h("td", { class: "n" }, cellOf(column, at)))))))),
      sorted.length > rows && h("div", { class: "pager" }, button("Show more", () => { rows += 4 * atOnce; show(results, points, columns, sort); })));
  }
  return { node, show };
}

// Points without a value come last in either order.
const order = (a: number, b: number, down: boolean): number => Number.isNaN(a) || Number.isNaN(b) ? Number(Number.isNaN(a)) - Number(Number.isNaN(b)) : down ? b - a : a - b;

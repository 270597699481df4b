import { h } from "../dom";
import { count, num, shorten, value } from "../format";
import type { Curve } from "../types";

/** What a curve shows, and how far what was measured is from theory. */
export function curveFindings(curve: Curve): Node[] {
  const deviations = Object.entries(curve.residuals);
  return [
    h("ul", { class: "findings" }, curve.findings.map(text => h("li", {}, shorten(text)))),
    ...deviations.length > 0 ? [h("div", { class: "scroll" }, h("table", { class: "narrow" }, h("caption", {}, "Deviation from theory"),
      h("thead", {}, h("tr", {}, ["column", "largest", "rms", "values"].map((text, at) => h("th", { scope: "col", class: at ? "n" : null }, text)))),
      h("tbody", {}, deviations.map(([column, found]) => h("tr", {}, h("th", { scope: "row" }, column), h("td", { class: "n" }, value(num(found.max))), h("td", { class: "n" }, value(num(found.rms))), h("td", { class: "n" }, count(found.count)))))))] : [],
  ];
}

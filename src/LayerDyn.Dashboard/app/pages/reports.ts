import { get, id } from "../api";
import { h } from "../dom";
import { moment } from "../format";
import { empty } from "../parts/states";
import type { Place } from "../router";
import type { ReportSummary } from "../types";

/** All reports, and the way to a new one. */
export async function reportsPage(place: Place): Promise<Node> {
  place.title("Reports");
  const reports = await get<ReportSummary[]>("/reports", place.signal);
  const fresh = h("a", { class: "button", href: "#/report" }, "New report");
  return h("div", {}, h("div", { class: "head" }, h("h1", {}, "Reports"), h("div", { class: "actions" }, fresh)),
    reports.length === 0 ? empty("No report yet", h("p", {}, "A report is text with curves in it, which are drawn as they are now. It can be taken along as one HTML file."))
      : h("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": "Reports" }, h("table", {},
        h("thead", {}, h("tr", {}, ["Title", "Name", "By", "Changed"].map(title => h("th", { scope: "col" }, title)))),
        h("tbody", {}, reports.map(report => h("tr", {}, h("td", {}, h("a", { href: `#/reports/${id(report.name)}` }, report.title)), h("td", {}, h("code", {}, report.name)), h("td", {}, report.owner || "–"), h("td", { class: "date" }, moment(report.changed))))))));
}

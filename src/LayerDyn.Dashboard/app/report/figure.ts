import { chartView, type ChartView } from "../charts/view";
import { fill, h } from "../dom";
import { curveFindings } from "../parts/findings";
import type { Curve } from "../types";
import type { Reference } from "./markdown";

export interface CurveFigure { node: HTMLElement; reference: Reference; show(curve: Curve, links?: { csv: string; svg: string }): void; refuse(why: string): void; dispose(): void }

/** A curve in a report: the chart, what it shows, and the caption; or why it is not there. */
export function curveFigure(reference: Reference, axes: string[] = []): CurveFigure {
  const stage = h("div", { class: "stage" }, h("p", { class: "loading chart-loading" }, "Loading")), under = h("div", { class: "under" });
  const node = h("figure", { class: "curve" }, stage, reference.caption && h("figcaption", {}, reference.caption), under);
  let view: ChartView | null = null, shape = "";
  return {
    node,
    reference,
    show(curve, links) {
      if (!curve.chart.panels.length) { this.refuse("nothing is drawn of it yet"); return; }
      if (view && shape === curve.chart.$type) view.update(curve.chart);
      else {
        view?.dispose();
        view = chartView(curve.chart, { axes, links: { name: `${reference.sweep}-${curve.name}`, ...links } });
        fill(stage, view.node);
        shape = curve.chart.$type;
      }
      fill(under, curveFindings(curve));
    },
    refuse(why) {
      view?.dispose();
      view = null;
      fill(stage, h("p", { class: "message" }, `${reference.sweep}/${reference.curve}: ${why}`));
      fill(under);
    },
    dispose() { view?.dispose(); },
  };
}

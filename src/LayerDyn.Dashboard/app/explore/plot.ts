import { colours, type Colours } from "../charts/colours";
import { init, type ECharts } from "../charts/echarts";
import { fill, h } from "../dom";
import { onTheme } from "../theme";

/** What a plot shows under the pointer. */
export interface Hit { x: number; y: number; title: string; facts: [string, string][] }

/** A chart with one canvas, drawn again when its place or the colours change. */
export interface PlotView { node: HTMLElement; draw(): void; dispose(): void; chart(): ECharts | null }

/**
 * A plot.
 * @param label What it is, for those who do not see it.
 * @param option Makes the option of the drawing library for a width.
 * @param more What else it does: `bind` once it is there, `hit` under the pointer, `open` where somebody clicks.
 */
export function plotView(label: string, option: (colours: Colours, width: number) => Record<string, unknown>, more: { bind?(chart: ECharts): void; drawn?(chart: ECharts): void; hit?(chart: ECharts, x: number, y: number): Hit | null; open?(hit: Hit): void }): PlotView {
  const canvas = h("div", { class: "canvas explored", role: "img", "aria-label": label });
  const tip = h("div", { class: "tip", hidden: true }), mark = h("div", { class: "mark", hidden: true });
  const node = h("div", { class: "plot" }, canvas, mark, tip);
  let chart: ECharts | null = null, pending = 0, hit: Hit | null = null;

  function draw(): void {
    if (!canvas.clientWidth) return;
    if (!chart) {
      chart = init(canvas);
      more.bind?.(chart);
      chart.getZr().on("mousemove", event => point(more.hit?.(chart!, event.offsetX, event.offsetY) ?? null));
      chart.getZr().on("globalout", () => point(null));
      chart.getZr().on("click", () => { if (hit) more.open?.(hit); });
    } else chart.resize();
    chart.setOption(option(colours(), canvas.clientWidth), { notMerge: true, silent: true });
    more.drawn?.(chart);
  }

  function point(next: Hit | null): void {
    hit = next;
    tip.hidden = mark.hidden = !next;
    canvas.classList.toggle("hot", !!next && !!more.open);
    if (!next) return;
    fill(tip, h("strong", {}, next.title), h("dl", {}, next.facts.map(([name, text]) => [h("dt", {}, name), h("dd", {}, text)])), more.open ? h("small", {}, "click to open it") : null);
    mark.style.transform = `translate(${next.x}px, ${next.y}px)`;
    const left = next.x + 14 + tip.offsetWidth > node.clientWidth ? Math.max(0, next.x - 14 - tip.offsetWidth) : next.x + 14;
    tip.style.transform = `translate(${left}px, ${Math.max(0, next.y - tip.offsetHeight - 10)}px)`;
  }

  const sized = new ResizeObserver(() => { cancelAnimationFrame(pending); pending = requestAnimationFrame(draw); });
  sized.observe(canvas);
  const offTheme = onTheme(draw);
  return { node, draw, chart: () => chart, dispose() { cancelAnimationFrame(pending); sized.disconnect(); offTheme(); chart?.dispose(); chart = null; } };
}

import { append, button, fill, h } from "../dom";
import { shorten, value } from "../format";
import { onTheme } from "../theme";
import type { Chart, Series } from "../types";
import { colours } from "./colours";
import { init, type ECharts } from "./echarts";
import { layoutOf, type Layout } from "./layout";
import { levelNames, markLabels } from "./limits";
import { lineColour, linesOption, manyLines } from "./lines";
import { hasInPart, hasMissing, linesToName, mapsOption, rangeOf } from "./maps";
import { cellPick, describe, linePick, panelAt, type Pick } from "./pick";
import { isTheory, keyOf, placeOf, type View } from "./shown";
import { canSmooth, smoothed, widths } from "./smooth";
import { windowsOf } from "./zoom";

export interface ChartView { node: HTMLElement; update(chart: Chart): void; dispose(): void }
export interface ChartLinks { name: string; csv?: string; png?: string; svg?: string }

/** A chart with its tools: legend, log axes, zoom, values under the pointer or the arrow keys, downloads. */
export function chartView(first: Chart, options: { axes: string[]; links: ChartLinks; picked?(pick: Pick): void }): ChartView {
  let given = first, chart = first, smooth = 1;
  let layout: Layout;
  let echarts: ECharts | null = null;
  let pick: Pick | null = null;
  let cursor = { panel: 0, series: 0, at: -1, column: 0, row: -1 };
  let structure = "";
  const view: View = { logX: chart.$type === "lines" && chart.x.log, logY: chart.$type === "lines" && chart.y.log, bands: !manyLines(chart), theory: true, hidden: new Set(), windows: new Map() };
  const spoken = (): string => `${chart.title}. ${chart.note} Arrow keys read values, Enter opens the points behind one.`;
  const canvas = h("div", { class: "canvas", tabindex: 0, role: "img", "aria-label": spoken() }); // before it is drawn, too
  const tip = h("div", { class: "tip", hidden: true });
  const mark = h("div", { class: "mark", hidden: true });
  const plot = h("div", { class: "plot" }, canvas, mark, tip);
  const legend = h("div", { class: "legend", role: "group", "aria-label": "Lines" });
  const tools = h("div", { class: "tools small" });
  const title = h("h2"), note = h("p", { class: "dim note" });
  const live = h("p", { class: "sr", "aria-live": "polite" });
  const node = h("figure", { class: "chart" }, h("div", { class: "head" }, h("figcaption", {}, title, note), tools), legend, plot, live);

  const toggle = (label: string, on: () => boolean, set: (next: boolean) => void): HTMLButtonElement => {
    const made: HTMLButtonElement = button(label, () => { set(!on()); made.setAttribute("aria-pressed", String(on())); zoomOut(); draw(true); }, { "aria-pressed": String(on()) });
    return made;
  };
  const zoomOut = (): void => echarts?.dispatchAction({ type: "dataZoom", batch: zoomers().map((_, at) => ({ dataZoomIndex: at, start: 0, end: 100 })) });
  const zoom = (factor: number): void => {
    const now = (echarts?.getOption() as { dataZoom?: { start: number; end: number }[] }).dataZoom ?? [];
    echarts?.dispatchAction({ type: "dataZoom", batch: now.map((range, at) => {
      const middle = (range.start + range.end) / 2, half = Math.min(50, (range.end - range.start) / 2 * factor);
      return { dataZoomIndex: at, start: Math.max(0, middle - half), end: Math.min(100, middle + half) };
    }) });
  };
  const zoomers = (): unknown[] => chart.$type === "heatmap" ? [] : chart.panels.flatMap((_, at) => [
    { type: "inside", xAxisIndex: at, filterMode: "none", zoomOnMouseWheel: "ctrl", moveOnMouseMove: false, moveOnMouseWheel: false, preventDefaultMouseMove: false },
    { type: "inside", yAxisIndex: at, filterMode: "none", zoomOnMouseWheel: "ctrl", moveOnMouseMove: false, moveOnMouseWheel: false, preventDefaultMouseMove: false }]);

  const picture = (): void => {
    const link = h("a", { href: echarts!.getDataURL({ type: "png", pixelRatio: 2, backgroundColor: colours().ground }), download: `${options.links.name}.png` });
    link.click();
  };

  function toolbar(): void {
    fill(tools);
    if (chart.$type === "lines") {
      append(tools, [toggle("log x", () => view.logX, on => { view.logX = on; drawLegend(); }), toggle("log y", () => view.logY, on => { view.logY = on; take(); drawLegend(); })]);
      const series = chart.panels.flatMap(panel => panel.series);
      if (series.some(line => line.low)) append(tools, [toggle("bands", () => view.bands, on => { view.bands = on; })]);
      if (series.some(isTheory)) append(tools, [toggle("theory", () => view.theory, on => { view.theory = on; })]);
      if (canSmooth(given)) append(tools, [h("select", { "aria-label": "Smoothing", title: "Running mean over so many places", onchange: (event: Event) => {
        smooth = Number((event.target as HTMLSelectElement).value);
        take();
        draw(true);
      } }, widths.map(width => h("option", { value: width, selected: width === smooth }, width === 1 ? "as measured" : `mean of ${width}`)))]);
      append(tools, [h("span", { class: "group" }, button("−", () => zoom(2), { "aria-label": "Zoom out" }), button("+", () => zoom(0.5), { "aria-label": "Zoom in" }), button("reset", zoomOut))]);
    }
    append(tools, [h("span", { class: "group" },
      options.links.csv && h("a", { class: "button", href: options.links.csv, download: `${options.links.name}.csv` }, "CSV"),
      button("PNG", picture, { "aria-label": "PNG of this view" }),
      options.links.svg && h("a", { class: "button", href: options.links.svg, download: `${options.links.name}.svg` }, "SVG"))]);
  }

  // The mean of logarithms is another line than the mean.
  function take(): void { chart = smoothed(given, smooth, view.logY); }

  function drawLegend(): void {
    const colour = colours();
    if (chart.$type === "heatmap") {
      const over = linesToName(chart).map(line => h("span", { class: "key" }, h("i", { class: `swatch over ${line.stroke}` }), line.label));
      if (chart.classes.length) { fill(legend, chart.classes.map((name, at) => h("span", { class: "key" }, swatch(colour.series(at)), name)), over); return; }
      const [least, most] = rangeOf(chart);
      fill(legend, h("span", { class: "key" }, chart.valueLabel), h("span", { class: "key scale" }, value(least), h("i", { class: "ramp" }), value(most)),
        chart.panels.some(panel => panel.diverged.some(Boolean)) && h("span", { class: "key" }, h("i", { class: "crossed" }), "only diverged"),
        chart.panels.some(hasMissing) && h("span", { class: "key" }, h("i", { class: "missing" }), "no value"),
        chart.panels.some(hasInPart) && h("span", { class: "key" }, h("i", { class: "struck" }), "some seeds diverged"), over);
      return;
    }
    const entries = new Map<string, Series>();
    for (const line of chart.panels.flatMap(panel => panel.series)) {
      const first = line.label ? entries.get(line.label) : line;
      if (!first) entries.set(line.label, line);
      else if (isTheory(first) && first.color !== line.color && line.label) entries.set(line.label, { ...first, color: -1 }); // theory over several lines
    }
    fill(legend, [...entries].map(([label, line]) => {
      const made: HTMLButtonElement = button("", event => {
        if (event.shiftKey || event.altKey) {
          const alone = entries.size - view.hidden.size === 1 && !view.hidden.has(label);
          view.hidden = new Set(alone ? [] : [...entries.keys()].filter(other => other !== label));
        } else if (!view.hidden.delete(label)) view.hidden.add(label);
        drawLegend();
        draw(true);
      }, { class: "key", "aria-pressed": String(!view.hidden.has(label)), title: "Click to hide or show; with Shift, this one alone" });
      append(made, [swatch(lineColour(chart, line, colour), line.stroke), shorten(label)]);
      return made;
    }), levelNames(chart).map(text => h("span", { class: "key" }, swatch(colour.dim, "dashed"), text)), chart.panels.some(panel => panel.censored?.length) && h("span", { class: "key" }, "▲ not by the end (runs)"), markLabels(chart, view).map(text => h("span", { class: "key" }, text)));
  }

  function draw(replace = false): void {
    const width = plot.clientWidth;
    if (width < 50) return;
    const colour = colours();
    layout = layoutOf(chart, view, width, colour.font);
    if (canvas.style.height !== `${layout.height}px`) canvas.style.height = `${layout.height}px`;
    const shape = `${chart.$type} ${chart.panels.length} ${width}`;
    if (!echarts) { echarts = init(canvas, null, { renderer: "canvas", width, height: layout.height }); bind(echarts); }
    else if (structure !== shape) echarts.resize({ width, height: layout.height });
    const option = chart.$type === "heatmap" ? mapsOption(chart, layout, colour) : linesOption(chart, layout, view, colour);
    if (structure !== shape) {
      if (zoomers().length) Object.assign(option, { dataZoom: zoomers(), toolbox: { show: true, itemSize: 0, top: -20, feature: { dataZoom: { filterMode: "none" } } } });
      echarts.setOption(option, { notMerge: true, silent: true });
      echarts.dispatchAction({ type: "takeGlobalCursor", key: "dataZoomSelect", dataZoomSelectActive: true });
    } else echarts.setOption(option, replace ? { replaceMerge: ["series"], silent: true } : { replaceMerge: ["series"], lazyUpdate: true, silent: true });
    structure = shape;
    canvas.setAttribute("aria-label", spoken());
  }

  function point(next: Pick | null, speak = false): void {
    pick = next;
    tip.hidden = mark.hidden = !next;
    canvas.classList.toggle("hot", !!next);
    if (!next) return;
    fill(tip, h("strong", {}, shorten(next.title)), h("dl", {}, next.facts.map(([name, text]) => [h("dt", {}, name), h("dd", {}, shorten(text))])),
      options.picked ? h("small", {}, "click for the points behind it") : null);
    mark.style.transform = `translate(${next.x}px, ${next.y}px)`;
    const left = next.x + 14 + tip.offsetWidth > plot.clientWidth ? Math.max(0, next.x - 14 - tip.offsetWidth) : next.x + 14;
    tip.style.transform = `translate(${left}px, ${Math.max(0, next.y - tip.offsetHeight - 10)}px)`;
    if (speak) live.textContent = `${next.title}: ${next.facts.map(pair => pair.join(" ")).join(", ")}`;
  }

  function under(x: number, y: number): Pick | null {
    const panel = panelAt(layout, x, y);
    if (panel < 0 || !echarts) return null;
    if (chart.$type === "lines") return linePick(chart, echarts, view, panel, x, y, options.axes);
    const [column, row] = echarts.convertFromPixel({ xAxisIndex: panel, yAxisIndex: panel }, [x, y]) as [number, number];
    return cellPick(chart, echarts, panel, Math.round(column), Math.round(row), options.axes);
  }

  function bind(made: ECharts): void {
    let frame = 0, down: [number, number] = [0, 0];
    made.getZr().on("mousemove", event => {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(() => point(under(event.offsetX, event.offsetY)));
    });
    made.getZr().on("globalout", () => { cancelAnimationFrame(frame); point(null); });
    made.getZr().on("mousedown", event => { down = [event.offsetX, event.offsetY]; });
    made.getZr().on("click", event => {
      if (Math.hypot(event.offsetX - down[0], event.offsetY - down[1]) > 4) return;
      const found = under(event.offsetX, event.offsetY);
      if (found) options.picked?.(found);
    });
    made.getZr().on("dblclick", zoomOut);
    made.on("datazoom", () => { view.windows = windowsOf(made, chart.panels.length); draw(); });
  }

  canvas.addEventListener("keydown", event => {
    const step = ({ ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] } as Record<string, [number, number]>)[event.key];
    if (event.key === "Escape") point(null);
    if (event.key === "Enter" && pick) options.picked?.(pick);
    if (!step || !echarts) return;
    event.preventDefault();
    if (chart.$type === "heatmap") {
      cursor.column = Math.min(chart.x.ticks.length - 1, Math.max(0, cursor.column + step[0]));
      cursor.row = Math.min(chart.y.ticks.length - 1, Math.max(0, cursor.row + step[1]));
      point(cellPick(chart, echarts, cursor.panel, cursor.column, cursor.row, options.axes), true);
      return;
    }
    const panel = chart.panels[cursor.panel];
    if (!panel?.series.length) return;
    cursor.series = (cursor.series + step[1] + panel.series.length) % panel.series.length;
    const line = panel.series[cursor.series]!;
    cursor.at = Math.min(line.x.length - 1, Math.max(0, cursor.at + step[0]));
    const [x, y] = echarts.convertToPixel({ xAxisIndex: cursor.panel, yAxisIndex: cursor.panel }, [placeOf(Number(line.x[cursor.at]), view.logX), placeOf(Number(line.y[cursor.at]), view.logY)]) as [number, number];
    point(describe(chart, cursor.panel, cursor.series, cursor.at, x, y, options.axes), true);
  });
  canvas.addEventListener("blur", () => point(null));

  let pending = 0;
  const sized = new ResizeObserver(() => { cancelAnimationFrame(pending); pending = requestAnimationFrame(() => draw(true)); });
  sized.observe(plot);
  // At once: what is printed is drawn for it, and waits for no frame.
  const offTheme = onTheme(() => { structure = ""; drawLegend(); draw(true); echarts?.getZr().flush(); });
  const words = (): void => { title.textContent = chart.title; note.textContent = chart.note; };
  words();
  toolbar();
  drawLegend();
  let labels = labelsOf(chart);
  return {
    node,
    update(next) {
      given = next;
      take();
      words();
      const now = labelsOf(chart);
      if (now !== labels) { labels = now; drawLegend(); }
      draw();
    },
    dispose() { cancelAnimationFrame(pending); sized.disconnect(); offTheme(); echarts?.dispose(); },
  };
}

const labelsOf = (chart: Chart): string => chart.$type === "lines" ? chart.panels.map(panel => panel.series.map(line => keyOf(line, panel)).join("|")).join("||") : rangeOf(chart).join();

function swatch(color: string, stroke = "solid"): HTMLElement {
  const made = h("i", { class: `swatch ${stroke}` });
  made.style.color = color;
  return made;
}

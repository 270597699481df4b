import { firstOf, sizeOf } from "../charts/behind";
import { placeOf } from "../charts/shown";
import { chartView, type ChartView } from "../charts/view";
import { button, fill, h, type Child } from "../dom";
import { count, plural, value as shownValue } from "../format";
import { empty } from "../parts/states";
import { keepQuery, type Place } from "../router";
import type { Sweep } from "../types";
import { loadResults, type Column } from "./data";
import { importances } from "./importance";
import { mapChart } from "./map";
import { axisId, dimensions, intervalsOf, parallelOption, scatterOption, selections } from "./options";
import { plotView, type Hit, type PlotView } from "./plot";
import { fitting, keepFilters, plots, readLook, type Look, type Plot } from "./state";
import { cellOf, resultTable } from "./table";

const titles: Record<Plot, string> = { parallel: "Parallel coordinates", scatter: "Scatter", map: "Map" };
const narrowest = 560, reach = 24, mostColumns = 4;

/** A bar of a share; its width is set by script, since the page allows no styles in attributes. */
function bar(share: number): HTMLElement {
  const made = h("i");
  made.style.width = `${100 * Math.min(1, share || 0)}%`;
  return made;
}

/** What a sweep's points have in common and what sets them apart: parallel coordinates, scatters, maps, and how much each axis explains. */
export async function explorer(sweep: Sweep, place: Place): Promise<{ node: Node; refresh(): void; leave(): void }> {
  const { query } = place, base = `/sweeps/${encodeURIComponent(sweep.id)}`;
  let results = await loadResults(sweep, place.signal);
  let view: PlotView | ChartView | null = null, drawn = "";
  const tools = h("div", { class: "tools small explore-tools" }), told = h("p", { class: "dim small", role: "status" }), chips = h("div", { class: "conditions" });
  const stage = h("div", { class: "chart stage" }), aside = h("div", { class: "two" }), holder = h("div");
  const table = resultTable(base, (key, value) => set(key, value));
  const node = h("div", {}, holder);

  const set = (key: string, value: string): void => {
    if (value) query.set(key, value); else query.delete(key);
    keepQuery(query);
    show();
  };
  const flip = (column: Column): void => {
    const now = new Set((query.get("flip") ?? "").split(",").filter(Boolean));
    if (!now.delete(column.name)) now.add(column.name);
    set("flip", [...now].join(","));
  };

  function show(): void {
    const look = readLook(query, results);
    if (!look) { fill(holder, empty("Nothing to explore yet", h("p", {}, "The first points that are committed appear here."))); return; }
    if (!tools.isConnected) fill(holder, tools, filterForm(), chips, told, stage, aside, table.node);
    const points = fitting(results, look.filters);
    drawTools(look);
    fill(chips, look.filters.map((filter, at) => {
      const column = results.columns.find(found => found.name === filter.column)!;
      const text = `${filter.column}: ${endOf(column, filter.low)} to ${endOf(column, filter.high)}`;
      return button(`${text}  ×`, () => keep(look.filters.filter((_, other) => other !== at)), { class: "condition", "aria-label": `${text}  × (drop this condition)` });
    }));
    const without = points.filter(at => !Number.isFinite(placeOf(look.value.values[at]!, look.log(look.value)))).length;
    told.textContent = [
      `${count(points.length)} of ${plural(results.points.length, "point")}`, results.every > 1 && `one in ${results.every} of the sweep's ${count(Number(sweep.expected))}`,
      without > 0 && `${count(without)} without a value${look.log(look.value) ? " on a log axis" : ""}`].filter(Boolean).join(" · ");
    drawPlot(look, points);
    fill(aside, best(look, points), important(look, points));
    const measured = results.columns.filter(column => column.kind === "value" && column !== look.value);
    const others = query.has("columns") ? measured.filter(column => look.shown.includes(column.name)) : measured.filter(column => !column.name.endsWith(".theory")).slice(0, mostColumns);
    table.show(results, points, [...results.columns.filter(column => column.kind !== "value"), look.value, ...others], look.sort || (look.highest ? `-${look.value.name}` : look.value.name), look.by);
  }

  const endOf = (column: Column, value: number): string => !Number.isFinite(value) ? (value < 0 ? "least" : "largest") : column.labels?.[Math.round(value)] ?? shownValue(value);
  function keep(filters: Look["filters"]): void { keepFilters(query, filters); show(); }

  function drawTools(look: Look): void {
    const choose = (label: string, key: string, now: Column, among: Column[]): Child =>
      h("label", {}, `${label} `, h("select", { onchange: (event: Event) => set(key, (event.target as HTMLSelectElement).value) }, among.map(column => h("option", { value: column.name, selected: column === now }, column.name))));
    const logs = (column: Column): Child => !column.labels && column.values.some(found => found > 0) && button(`log ${column.name}`, () => flip(column), { "aria-pressed": String(look.log(column)) });
    const measured = results.columns.filter(column => column.kind === "value"), axes = results.columns.filter(column => column.kind !== "value");
    const among = look.plot === "map" ? axes : results.columns, focused = (document.activeElement as HTMLElement | null)?.dataset.plot;
    fill(tools,
      h("span", { class: "group", role: "group", "aria-label": "Plot" }, plots.filter(plot => plot !== "map" || axes.length > 1).map(plot => button(titles[plot], () => set("plot", plot === "parallel" ? "" : plot), { "aria-pressed": String(plot === look.plot), "data-plot": plot }))),
      choose("Value", "value", look.value, measured),
      look.plot !== "parallel" && [choose("x", "x", look.x, among), choose("y", "y", look.y, among)],
      logs(look.value), look.plot === "scatter" && [...new Set([look.x, look.y])].filter(column => column !== look.value).map(logs),
      h("label", {}, "Best ", h("select", { onchange: (event: Event) => set("best", (event.target as HTMLSelectElement).value) }, ["lowest", "highest"].map(word => h("option", { value: word, selected: (word === "highest") === look.highest }, word)))),
      columnChooser(look, measured), axes.length > 0 && chooser("Group by", axes, new Set(look.by.map(column => column.name)), "by"),
      h("a", { class: "button", href: `/api/v1${base}/table?what=results`, download: `${sweep.name}-results.csv` }, "CSV"));
    if (focused) tools.querySelector<HTMLElement>(`[data-plot="${focused}"]`)?.focus();
  }

  function columnChooser(look: Look, measured: Column[]): Child {
    const others = measured.filter(column => column !== look.value);
    if (others.length === 0) return null;
    const chosen = new Set(query.has("columns") ? look.shown : others.filter(column => !column.name.endsWith(".theory")).slice(0, mostColumns).map(column => column.name));
    return chooser("Columns", others, chosen, "columns");
  }

  /** Columns to tick, kept in the address. */
  function chooser(title: string, among: Column[], chosen: Set<string>, key: string): Child {
    const open = tools.querySelector<HTMLDetailsElement>(`details[data-key="${key}"]`)?.open ?? false;
    return h("details", { class: "columns", open, "data-key": key }, h("summary", { class: "button" }, title), h("div", {}, among.map(column => h("label", {}, h("input", {
      type: "checkbox", checked: chosen.has(column.name), onchange: (event: Event) => {
        if ((event.target as HTMLInputElement).checked) chosen.add(column.name); else chosen.delete(column.name);
        query.set(key, [...chosen].join(","));
        keepQuery(query);
        show();
      } }), ` ${column.name}`))));
  }

  /** Conditions by keyboard; on parallel coordinates the pointer marks them on an axis. */
  function filterForm(): Node {
    const column = h("select", { "aria-label": "Column" }, results.columns.map(found => h("option", { value: found.name }, found.name)));
    const low = h("input", { type: "text", inputmode: "decimal", size: 8, "aria-label": "From", placeholder: "from" }), high = h("input", { type: "text", inputmode: "decimal", size: 8, "aria-label": "To", placeholder: "to" });
    const read = (text: string, otherwise: number): number => {
      const found = results.columns.find(each => each.name === column.value)!;
      if (!text.trim()) return otherwise;
      return found.labels ? found.labels.indexOf(text.trim()) : Number(text.trim().replace(",", "."));
    };
    return h("form", { class: "tools small filter", onsubmit: (event: Event) => {
      event.preventDefault();
      const ends = [read(low.value, -Infinity), read(high.value, Infinity)] as const;
      const wrong = ends.some(Number.isNaN) || (results.columns.find(each => each.name === column.value)!.labels && ends.includes(-1));
      low.setCustomValidity(wrong ? "Give numbers, or values of the axis as they stand in the table." : "");
      if (wrong) { low.reportValidity(); return; }
      const look = readLook(query, results)!;
      [low.value, high.value] = ["", ""];
      keep([...look.filters.filter(filter => filter.column !== column.value), { column: column.value, low: ends[0], high: ends[1] }]);
    } }, h("span", { class: "dim" }, "Only "), column, low, high, h("button", { type: "submit" }, "Add"));
  }

  function drawPlot(look: Look, points: number[]): void {
    // What is marked on parallel coordinates is drawn by the marking itself.
    const key = JSON.stringify([look.plot, look.value.name, look.log(look.value), results.points.length, look.highest, look.plot !== "parallel" && [look.x.name, look.y.name, look.log(look.x), look.log(look.y), look.filters]]);
    if (key === drawn && view) { if (look.plot === "parallel") mark(look); return; }
    drawn = key;
    view?.dispose();
    const ramp = h("p", { class: "dim small" }, `${look.value.name}${look.log(look.value) ? " (log)" : ""} `, ends(look)[0], " ", h("span", { class: "ramp thin" }), " ", ends(look)[1]);
    if (look.plot === "map") {
      const chart = mapChart(results, look, points), nameOf = (column: Column): string => column.name.replace(/^axis\./, "");
      view = chartView(chart, { axes: [look.x.name, look.y.name], links: { name: `${sweep.name}-${look.value.name}` }, picked: pick => {
        if (sizeOf(pick.behind) === 1) { location.hash = `${base}/points/${firstOf(pick.behind)}`; return; }
        const where = pick.where.filter(([name]) => name !== "seed").map(([name, text]) => `&where=${encodeURIComponent(`${nameOf([look.x, look.y].find(column => column.name === name)!)}:${text}`)}`).join("");
        // Of a part of an interval, its points.
        location.hash = `${base}?view=points${where}${look.x.interval ?? look.y.interval ? `&behind=${encodeURIComponent(pick.behind)}` : ""}`;
      } });
      stage.className = "stage";
      fill(stage, view.node);
      return;
    }
    const made = look.plot === "parallel" ? parallel(look) : scatter(look, points);
    view = made;
    stage.className = "chart stage";
    fill(stage, h("h2", {}, look.plot === "parallel" ? `${look.value.name} over all axes` : `${look.y.name} against ${look.x.name}`),
      ramp, look.plot === "parallel" && h("p", { class: "dim small" }, "Drag along an axis to keep a part of it; click it to let go."), made.node);
  }

  const ends = (look: Look): [string, string] => {
    const finite = look.value.values.filter(value => Number.isFinite(placeOf(value, look.log(look.value))));
    return [shownValue(finite.reduce((a, b) => Math.min(a, b), Infinity)), shownValue(finite.reduce((a, b) => Math.max(a, b), -Infinity))];
  };

  let marking = false, marked = "";
  function mark(look: Look, anew = false): void {
    const chart = (view as PlotView | null)?.chart(), key = JSON.stringify(look.filters);
    if (!chart || (!anew && key === marked)) return;
    marked = key;
    marking = true;
    const actions = selections(results, look);
    // What is marked on an axis is drawn by the next action: the library takes an action for the pointer's own, which has drawn it.
    for (const action of [...actions, actions[0]]) chart.dispatchAction(action as never);
    marking = false;
  }

  function parallel(look: Look): PlotView {
    const columns = dimensions(results, look);
    return plotView(`Parallel coordinates of ${look.value.name}: a line a point. The table below has the same points.`, (colours, width) => parallelOption(results, look, colours, width < narrowest), {
      bind: chart => chart.on("axisareaselected", event => {
        const { parallelAxisId, intervals } = event as unknown as { parallelAxisId?: string; intervals?: [number, number][] };
        const at = columns.findIndex((_, dim) => axisId(dim) === parallelAxisId);
        if (marking || at < 0) return;
        const now = readLook(query, results)!, column = columns[at]!;
        keep([...now.filters.filter(filter => filter.column !== column.name), ...intervalsOf(column, now.log(column), (intervals ?? []).slice(0, 1))]);
      }),
      drawn: () => { const now = readLook(query, results); if (now) queueMicrotask(() => mark(now, true)); },
    });
  }

  function scatter(look: Look, points: number[]): PlotView {
    let places: [number, number][] = [], order: number[] = [];
    return plotView(`Scatter of ${look.y.name} against ${look.x.name}. The table below has the same points.`, colours => {
      const made = scatterOption(look, points, colours);
      ({ places, order } = made);
      return made.option;
    }, {
      hit: (chart, x, y) => {
        let found = -1, least = reach, at: [number, number] = [0, 0];
        places.forEach((place, index) => {
          const [px, py] = chart.convertToPixel({ xAxisIndex: 0, yAxisIndex: 0 }, place) as [number, number], far = Math.hypot(px - x, py - y);
          if (far <= least) { least = far; found = index; at = [px, py]; }
        });
        return found < 0 ? null : { x: at[0], y: at[1], title: `point ${results.points[order[found]!]}`, facts: factsOf(look, order[found]!) };
      },
      open: (hit: Hit) => { location.hash = `${base}/points/${hit.title.slice("point ".length)}`; },
    });
  }

  const factsOf = (look: Look, at: number): [string, string][] =>
    [...new Set([...results.columns.filter(column => column.kind !== "value"), look.x, look.y, look.value])].map(column => [column.name, cellOf(column, at)]);

  function best(look: Look, points: number[]): Child {
    const ranked = points.filter(at => Number.isFinite(look.value.values[at]!));
    if (ranked.length === 0) return null;
    const values = look.value.values, at = ranked.reduce((a, b) => (look.highest ? values[b]! > values[a]! : values[b]! < values[a]!) ? b : a);
    return h("section", { class: "card best" }, h("h2", {}, `${look.highest ? "Highest" : "Lowest"} ${look.value.name}`), h("p", { class: "figure" }, shownValue(values[at]!)),
      h("p", {}, h("a", { href: `#${base}/points/${results.points[at]}` }, `point ${results.points[at]}`), " ", h("span", { class: "dim" }, results.columns.filter(column => column.kind !== "value").map(column => `${column.name} = ${cellOf(column, at)}`).join(", "))));
  }

  function important(look: Look, points: number[]): Child {
    const axes = results.columns.filter(column => column.kind !== "value" && new Set(points.map(at => column.values[at])).size > 1);
    if (axes.length === 0) return null;
    const log = look.log(look.value), pick = <T,>(all: T[]): T[] => points.map(at => all[at]!);
    const shares = importances(axes.map(axis => ({ ...axis, values: pick(axis.values) })), pick(look.value.values).map(value => placeOf(value, log))).sort((a, b) => (b.share || 0) - (a.share || 0));
    return h("section", { class: "card" }, h("h2", {}, `What explains ${log ? "log " : ""}${look.value.name}`),
      h("dl", { class: "importance" }, shares.map(({ name, share }) => [h("dt", {}, name), h("dd", {}, bar(share), h("span", {}, Number.isNaN(share) ? "–" : `${(100 * share).toFixed(share < 0.1 ? 1 : 0)} %`))])),
      h("p", { class: "dim small" }, "The share of its variance that each axis explains alone: the first-order Sobol index, from means over its positions, less what chance gives. What is left is due to axes together, and to noise."));
  }

  show();
  let busy = false, again = 0, later: ReturnType<typeof setTimeout> | undefined;
  return {
    node,
    /** Points that are committed meanwhile. What takes long to read is read less often. */
    refresh() {
      if (later !== undefined) return;
      later = setTimeout(() => {
        later = undefined;
        if (busy) return;
        busy = true;
        const begun = Date.now();
        loadResults(sweep, place.signal).then(next => { results = next; show(); }, () => {}).finally(() => { busy = false; again = Date.now() + Math.max(3000, 5 * (Date.now() - begun)); });
      }, Math.max(0, again - Date.now()));
    },
    leave() { clearTimeout(later); view?.dispose(); view = null; },
  };
}

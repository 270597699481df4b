import { num } from "../format";
import type { Chart, MapAxis } from "../types";
import { cellNames, overTicks } from "./cells";
import { scale, type Colours } from "./colours";
import { isTheory } from "./shown";
import { gridOf, labelStyle, nameOf, ticksOf, titlesOf, type Layout } from "./layout";

export type Maps = Extract<Chart, { $type: "heatmap" }>;

/** The option of ECharts for maps side by side with one colour scale; cells with only diverged points are crossed out. */
export function mapsOption(chart: Maps, layout: Layout, colours: Colours): Record<string, unknown> {
  const classes = chart.classes.length > 0, [least, most] = rangeOf(chart);
  const width = chart.x.ticks.length, height = chart.y.ticks.length;
  const series: unknown[] = [];
  chart.panels.forEach((panel, at) => {
    const data: unknown[] = [], lost: number[][] = [], inPart: number[][] = [];
    panel.values.forEach((cell, index) => {
      const x = index % width, y = Math.floor(index / width), v = num(cell);
      if (panel.diverged[index]) lost.push([x, y]);
      else if (Number.isFinite(v)) data.push([x, y, v]);
      if (isInPart(panel, index)) inPart.push([x, y]);
    });
    series.push({ id: `${at}`, type: "heatmap", xAxisIndex: at, yAxisIndex: at, data, silent: true, animation: false, progressive: 0, itemStyle: { borderWidth: width * height < 600 ? 1 : 0, borderColor: colours.ground } });
    if (lost.length) series.push({ id: `${at}.lost`, type: "custom", xAxisIndex: at, yAxisIndex: at, data: lost, silent: true, animation: false, renderItem: crossed(colours) });
    if (inPart.length) series.push({ id: `${at}.part`, type: "custom", xAxisIndex: at, yAxisIndex: at, data: inPart, silent: true, animation: false, renderItem: struck });
    // What is predicted is narrower than what was measured, which shows to either side of it.
    chart.lines.forEach((line, index) => ["outline", "line"].forEach(part => series.push({
      id: `${at}.${part}.${index}`, type: "line", xAxisIndex: chart.panels.length + at, yAxisIndex: chart.panels.length + at, silent: true, animation: false, showSymbol: false, z: 5 + index,
      data: line.x.map((x, i) => [num(x), Number.isFinite(num(line.y[i])) ? num(line.y[i]) : null]),
      lineStyle: part === "outline" ? { color: "#000000", width: isTheory(line) ? 3 : 7, type: "solid" }
        : { color: line.color < 0 ? "#ffffff" : colours.series(line.color), width: isTheory(line) ? 1.5 : 4, type: line.stroke === "dashed" ? [6, 4] : line.stroke === "dotted" ? [2, 3] : "solid" },
    })));
  });
  const heat = chart.panels.map((_, at) => series.findIndex(found => (found as { id: string }).id === `${at}`));
  return {
    animation: false, backgroundColor: "transparent", textStyle: { fontFamily: colours.font, color: colours.ink },
    aria: { enabled: true, label: { enabled: false } },
    title: titlesOf(chart.panels, layout, colours),
    grid: chart.panels.map((_, at) => gridOf(layout.cells[at]!)),
    xAxis: [...chart.panels.map((_, at) => category(chart.x, at, colours, "x", layout)), ...chart.panels.map((_, at) => over(chart.x, at, colours, "x"))],
    yAxis: [...chart.panels.map((_, at) => category(chart.y, at, colours, "y", layout)), ...chart.panels.map((_, at) => over(chart.y, at, colours, "y"))],
    visualMap: classes
      ? { type: "piecewise", show: false, seriesIndex: heat, dimension: 2, pieces: chart.classes.map((_, at) => ({ value: at, color: colours.series(at) })) }
      : { type: "continuous", show: false, seriesIndex: heat, dimension: 2, min: Number.isFinite(least) ? least : 0, max: Number.isFinite(most) && most > least ? most : (Number.isFinite(least) ? least + 1 : 1), inRange: { color: scale } },
    series,
  };
}

/** The lines over the maps that the legend names; each is drawn over every panel, and named once. */
export const linesToName = (chart: Maps): Maps["lines"] => chart.lines.filter(line => line.label);

const isInPart = (panel: Maps["panels"][number], cell: number): boolean => (panel.divergedCounts?.[cell] ?? 0) > 0 && !panel.diverged[cell];

/** Whether a panel has a cell in which some points diverged and others did not: it is struck through once. */
export const hasInPart = (panel: Maps["panels"][number]): boolean => panel.values.some((_, cell) => isInPart(panel, cell));

/** Whether a panel has a cell with neither a value nor diverged points alone. */
export const hasMissing = (panel: Maps["panels"][number]): boolean => panel.values.some((cell, at) => !panel.diverged[at] && !Number.isFinite(num(cell)));

/** Least and largest value on the colour scale. */
export function rangeOf(chart: Maps): [number, number] {
  const all = chart.panels.flatMap(panel => panel.values.map(num)).filter(Number.isFinite);
  return [chart.min ?? all.reduce((a, b) => Math.min(a, b), Infinity), chart.max ?? all.reduce((a, b) => Math.max(a, b), -Infinity)];
}

/** The axis of lines over a map, in positions of its cells; it also has the round numbers of an axis with many cells. */
function over(from: MapAxis, at: number, colours: Colours, side: "x" | "y"): unknown {
  const ticks = overTicks(from);
  return {
    gridIndex: at, type: "value", min: -0.5, max: from.ticks.length - 0.5, show: ticks !== null, position: side === "x" ? "bottom" : "left", offset: 0,
    axisLine: { show: false }, splitLine: { show: false }, ...ticksOf(ticks, colours),
  };
}

function category(from: MapAxis, at: number, colours: Colours, side: "x" | "y", layout: Layout): unknown {
  const cell = layout.cells[at]!;
  return {
    gridIndex: at, type: "category", data: cellNames(from, side, cell.width, colours.font), ...nameOf(from.label, side, layout, at, colours),
    axisLine: { show: false }, axisTick: { show: false }, splitArea: { show: false },
    axisLabel: {
      ...labelStyle(colours), show: overTicks(from) === null, interval: side === "y" ? Math.max(0, Math.ceil(from.ticks.length * 18 / cell.height) - 1) : "auto",
    },
  };
}

// White under black shows on any colour.
function struck(_: unknown, api: any): unknown {
  const [x, y] = api.coord([api.value(0), api.value(1)]) as [number, number];
  const [w, h] = api.size([1, 1]) as [number, number];
  const shape = { x1: x - w / 2, y1: y + h / 2, x2: x + w / 2, y2: y - h / 2 };
  return { type: "group", children: [{ type: "line", shape, style: { stroke: "#ffffff", lineWidth: 3 } }, { type: "line", shape, style: { stroke: "#000000", lineWidth: 1.2 } }] };
}

function crossed(colours: Colours) {
  return (_: unknown, api: any): unknown => {
    const [x, y] = api.coord([api.value(0), api.value(1)]) as [number, number];
    const [w, h] = api.size([1, 1]) as [number, number];
    const left = x - w / 2 + 0.5, top = y - h / 2 + 0.5, right = x + w / 2 - 0.5, bottom = y + h / 2 - 0.5;
    const stroke = { stroke: colours.dim, lineWidth: 1 };
    return { type: "group", children: [
      { type: "rect", shape: { x: left, y: top, width: right - left, height: bottom - top }, style: { fill: colours.line } },
      { type: "line", shape: { x1: left, y1: bottom, x2: right, y2: top }, style: stroke },
      { type: "line", shape: { x1: left, y1: top, x2: right, y2: bottom }, style: stroke }] };
  };
}

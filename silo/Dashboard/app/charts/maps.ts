import { num, value } from "../format";
import type { Chart, MapAxis } from "../types";
import { scale, type Colours } from "./colours";
import { labelWidth } from "./gutter";
import { gridOf, nameOf, titlesOf, type Layout } from "./layout";
import { logTicks, roundTicks, type Tick } from "./ticks";

export type Maps = Extract<Chart, { $type: "heatmap" }>;

/** The option of ECharts for maps side by side with one colour scale; cells with only diverged points are crossed out. */
export function mapsOption(chart: Maps, layout: Layout, colours: Colours): Record<string, unknown> {
  const all = chart.panels.flatMap(panel => panel.values.map(num)).filter(Number.isFinite);
  const classes = chart.classes.length > 0;
  const least = chart.min ?? all.reduce((a, b) => Math.min(a, b), Infinity), most = chart.max ?? all.reduce((a, b) => Math.max(a, b), -Infinity);
  const width = chart.x.ticks.length, height = chart.y.ticks.length;
  const series: unknown[] = [];
  chart.panels.forEach((panel, at) => {
    const data: unknown[] = [], lost: number[][] = [];
    panel.values.forEach((cell, index) => {
      const x = index % width, y = Math.floor(index / width), v = num(cell);
      if (panel.diverged[index]) lost.push([x, y]);
      else if (Number.isFinite(v)) data.push([x, y, v]);
    });
    series.push({ id: `${at}`, type: "heatmap", xAxisIndex: at, yAxisIndex: at, data, silent: true, animation: false, progressive: 0, itemStyle: { borderWidth: width * height < 600 ? 1 : 0, borderColor: colours.ground } });
    if (lost.length) series.push({ id: `${at}.lost`, type: "custom", xAxisIndex: at, yAxisIndex: at, data: lost, silent: true, animation: false, renderItem: crossed(colours) });
    chart.lines.forEach((line, index) => series.push({
      id: `${at}.line.${index}`, type: "line", xAxisIndex: chart.panels.length + at, yAxisIndex: chart.panels.length + at, silent: true, animation: false, showSymbol: false, z: 5,
      data: line.x.map((x, i) => [num(x), Number.isFinite(num(line.y[i])) ? num(line.y[i]) : null]),
      lineStyle: { color: line.color < 0 ? "#ffffff" : colours.series(line.color), width: 2, type: line.stroke === "dashed" ? [6, 4] : line.stroke === "dotted" ? [2, 3] : "solid", shadowColor: "#000", shadowBlur: 3 },
    }));
  });
  const heat = chart.panels.map((_, at) => series.findIndex(found => (found as { id: string }).id === `${at}`));
  return {
    animation: false, backgroundColor: "transparent", textStyle: { fontFamily: colours.font, color: colours.ink },
    aria: { enabled: true, label: { enabled: false } },
    title: titlesOf(chart.panels, layout, { color: colours.ink, fontFamily: colours.font }),
    grid: chart.panels.map((_, at) => gridOf(layout.cells[at]!)),
    xAxis: [...chart.panels.map((_, at) => category(chart.x, at, colours, "x", layout)), ...chart.panels.map((_, at) => over(chart.x, at, colours, "x"))],
    yAxis: [...chart.panels.map((_, at) => category(chart.y, at, colours, "y", layout)), ...chart.panels.map((_, at) => over(chart.y, at, colours, "y"))],
    visualMap: classes
      ? { type: "piecewise", show: false, seriesIndex: heat, dimension: 2, pieces: chart.classes.map((_, at) => ({ value: at, color: colours.series(at) })) }
      : { type: "continuous", show: false, seriesIndex: heat, dimension: 2, min: Number.isFinite(least) ? least : 0, max: Number.isFinite(most) && most > least ? most : (Number.isFinite(least) ? least + 1 : 1), inRange: { color: scale } },
    series,
  };
}

/** Least and largest value on the colour scale. */
export function rangeOf(chart: Maps): [number, number] {
  const all = chart.panels.flatMap(panel => panel.values.map(num)).filter(Number.isFinite);
  return [chart.min ?? all.reduce((a, b) => Math.min(a, b), Infinity), chart.max ?? all.reduce((a, b) => Math.max(a, b), -Infinity)];
}

/** Round numbers at the places of an axis with many cells on a linear or log scale; null where the cells have their own names. */
export function overTicks(axis: MapAxis): Tick[] | null {
  const numbers = axis.numbers, count = axis.ticks.length;
  if (!numbers || count <= 10 || (axis.scale !== "linear" && axis.scale !== "log")) return null;
  const log = axis.scale === "log", ends = [numbers[0]!, numbers.at(-1)!].map(number => log ? Math.log10(number) : number) as [number, number];
  const low = Math.min(...ends), high = Math.max(...ends), step = (ends[1] - ends[0]) / (count - 1);
  const ticks = log ? logTicks(low, high) : roundTicks(low, high, 7).map(number => ({ place: number, label: value(number) }));
  return ticks.map(tick => ({ place: (tick.place - ends[0]) / step, label: tick.label }));
}

/** What the cells along an axis are called. */
export const tickNames = (from: MapAxis): string[] =>
  from.ticks.map((tick, position) => from.numbers && tick.length > 6 ? value(Number(from.numbers[position]!.toPrecision(3))) : tick);

/** The axis of lines over a map, in positions of its cells; it also has the round numbers of an axis with many cells. */
function over(from: MapAxis, at: number, colours: Colours, side: "x" | "y"): unknown {
  const ticks = overTicks(from), customValues = ticks?.map(tick => tick.place);
  return {
    gridIndex: at, type: "value", min: -0.5, max: from.ticks.length - 0.5, show: ticks !== null, position: side === "x" ? "bottom" : "left", offset: 0,
    axisLine: { show: false }, splitLine: { show: false }, axisTick: { show: true, lineStyle: { color: colours.dim }, customValues },
    axisLabel: {
      color: colours.dim, fontSize: 11, fontFamily: colours.font, hideOverlap: true, customValues,
      formatter: (place: number) => ticks?.find(tick => Math.abs(tick.place - place) < 1e-6)?.label ?? "",
    },
  };
}

function category(from: MapAxis, at: number, colours: Colours, side: "x" | "y", layout: Layout): unknown {
  return {
    gridIndex: at, type: "category", data: tickNames(from), ...nameOf(from.label, side, layout, at, { color: colours.dim, fontFamily: colours.font }),
    axisLine: { show: false }, axisTick: { show: false }, splitArea: { show: false },
    axisLabel: {
      show: overTicks(from) === null, interval: side === "y" ? Math.max(0, Math.ceil(from.ticks.length * 18 / layout.cells[at]!.height) - 1) : "auto", color: colours.dim, fontSize: 11,
      fontFamily: colours.font, hideOverlap: true, width: side === "y" ? layout.gutter.nameY - 14 : labelWidth(from, layout.cells[at]!.width), overflow: "break",
    },
  };
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

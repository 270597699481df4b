import { num, value } from "../format";
import type { Axis, Chart, LinePanel, Num, Series } from "../types";
import { scale, type Colours } from "./colours";
import { gridOf, type Layout } from "./layout";

type Lines = Extract<Chart, { $type: "lines" }>;
export interface View { logX: boolean; logY: boolean; bands: boolean; theory: boolean; hidden: Set<string> }

const superscript = "⁰¹²³⁴⁵⁶⁷⁸⁹";
const power = (exponent: number): string => `10${exponent < 0 ? "⁻" : ""}${[...String(Math.abs(exponent))].map(digit => superscript[Number(digit)]).join("")}`;
const logLabel = (exponent: number): string =>
  Math.abs(exponent - Math.round(exponent)) > 1e-9 ? value(Number((10 ** exponent).toPrecision(2))) : Math.abs(exponent) < 3.5 ? value(10 ** exponent) : power(Math.round(exponent));

/**
 * Where a value stands on an axis. Log axes are linear axes of exponents: the library's own lose the lower end of a zoom over many decades.
 */
export const placeOf = (number: number, log: boolean): number => log ? Math.log10(number) : number;

/** The legend entry that a series belongs to: its own label, or that of the labelled series of its colour. */
export function keyOf(series: Series, panel: LinePanel): string {
  return series.label || panel.series.find(other => other.label && other.color === series.color)?.label || "";
}

export const isTheory = (series: Series): boolean => series.stroke === "dashed" || series.stroke === "dotted";
export const shown = (series: Series, panel: LinePanel, view: View): boolean => !view.hidden.has(keyOf(series, panel)) && (view.theory || !isTheory(series));

const most = 8;
const lastColour = (chart: Chart): number => chart.$type === "lines" ? Math.max(0, ...chart.panels.flatMap(panel => panel.series.map(line => line.color))) : 0;

/** Whether there are more lines than colours that can be told apart. */
export const manyLines = (chart: Chart): boolean => lastColour(chart) >= most;

/** The colour of a line; with many lines, along a scale, so that neighbours look alike. */
export function seriesColour(chart: Chart, color: number, colours: Colours): string {
  const last = lastColour(chart);
  if (color < 0 || last < most) return colours.series(color);
  const place = (colours.dark ? 0.2 + 0.8 * color / last : 0.88 * color / last) * (scale.length - 1);
  const at = Math.min(scale.length - 2, Math.floor(place)), part = place - at;
  const channel = (text: string, shift: number): number => parseInt(text.slice(shift, shift + 2), 16);
  return `rgb(${[1, 3, 5].map(shift => Math.round(channel(scale[at]!, shift) * (1 - part) + channel(scale[at + 1]!, shift) * part)).join(",")})`;
}

/** The option of ECharts for lines: measured solid, theory dashed, fits dotted, seed bands beneath. */
export function linesOption(chart: Lines, layout: Layout, view: View, colours: Colours): Record<string, unknown> {
  const series: unknown[] = [];
  chart.panels.forEach((panel, at) => {
    panel.series.forEach((line, index) => {
      if (!shown(line, panel, view)) return;
      const color = seriesColour(chart, line.color, colours);
      if (view.bands && line.low && line.high) series.push(band(line, at, index, view, color));
      const markers = line.stroke === "markers" || line.stroke === "markers-and-line";
      series.push({
        id: `${at}.${index}`, type: "line", xAxisIndex: at, yAxisIndex: at, silent: true, animation: false, color,
        data: pairs(line.x, line.y, view), showSymbol: markers, symbol: "circle", symbolSize: markers ? 6 : 0,
        lineStyle: { width: line.stroke === "markers" ? 0 : line.role === "run" ? 0.7 : isTheory(line) ? 1.4 : 1.8, opacity: line.role === "run" ? 0.5 : 1, type: line.stroke === "dashed" ? [6, 4] : line.stroke === "dotted" ? [2, 3] : "solid", color: isTheory(line) && line.color < 0 ? colours.ink : color },
        itemStyle: { color }, z: isTheory(line) ? 4 : 3,
        markLine: index === 0 && panel.levels.length ? levels(panel, view, colours) : undefined,
      });
    });
    if (panel.censored?.length) series.push(arrows(panel, at, chart, view, colours));
  });
  return {
    animation: false, backgroundColor: "transparent", textStyle: { fontFamily: colours.font, color: colours.ink },
    aria: { enabled: true, label: { enabled: false } },
    title: chart.panels.map((panel, at) => ({ text: panel.title, left: layout.cells[at]!.left, top: layout.cells[at]!.top - 26, textStyle: { fontSize: 12, fontWeight: 600, color: colours.ink, fontFamily: colours.font } })),
    grid: chart.panels.map((_, at) => gridOf(layout.cells[at]!)),
    xAxis: chart.panels.map((_, at) => axis(chart.x, view.logX, at, colours, "x", layout)),
    yAxis: chart.panels.map((panel, at) => axis(panel.y ?? chart.y, view.logY, at, colours, "y", layout)),
    series,
  };
}

export function axis(from: Axis, log: boolean, at: number, colours: Colours, side: "x" | "y", layout: Layout): Record<string, unknown> {
  const width = layout.cells[at]!.width;
  return {
    id: `${side}${at}`, gridIndex: at, type: "value", minInterval: log ? 1 : 0, name: from.label, nameLocation: "middle", nameGap: side === "x" ? 26 : 46,
    min: from.min !== null && usable(from.min, log) ? placeOf(from.min, log) : log && side === "x" ? "dataMin" : null,
    max: from.max !== null && usable(from.max, log) ? placeOf(from.max, log) : log && side === "x" ? "dataMax" : null, scale: true,
    nameTextStyle: { color: colours.dim, fontSize: 12, fontFamily: colours.font },
    axisLine: { show: true, onZero: false, lineStyle: { color: colours.dim } }, axisTick: { show: true, lineStyle: { color: colours.dim } },
    axisLabel: { color: colours.dim, fontSize: 11, fontFamily: colours.font, hideOverlap: true, formatter: log ? logLabel : value },
    splitNumber: side === "x" ? Math.max(2, Math.round(width / 110)) : 5,
    splitLine: { lineStyle: { color: colours.line, width: 1 } },
  };
}

const usable = (number: number, log: boolean): boolean => Number.isFinite(number) && (!log || number > 0);

function pairs(xs: Num[], ys: Num[], view: View): unknown[] {
  return xs.map((x, at) => {
    const a = num(x), b = num(ys[at]);
    return usable(a, view.logX) ? [placeOf(a, view.logX), usable(b, view.logY) ? placeOf(b, view.logY) : null] : null;
  }).filter(pair => pair !== null);
}

function band(line: Series, panel: number, index: number, view: View, color: string): unknown {
  const edges = line.x.map((x, at) => [num(x), num(line.low![at]), num(line.high![at])] as const).filter(([x, , high]) => usable(x, view.logX) && usable(high, view.logY));
  return {
    id: `${panel}.${index}.band`, type: "custom", xAxisIndex: panel, yAxisIndex: panel, silent: true, clip: true, animation: false, z: 1,
    encode: { x: 0, y: [1, 2] },
    data: edges.map(([x, low, high]) => [placeOf(x, view.logX), placeOf(usable(low, view.logY) ? low : high, view.logY), placeOf(high, view.logY)]),
    renderItem: (params: any, api: any) => {
      if (params.dataIndexInside !== 0) return null;
      const bottom = params.coordSys.y + params.coordSys.height;
      const upper = edges.map(([x, , high]) => api.coord([placeOf(x, view.logX), placeOf(high, view.logY)]));
      const lower = edges.map(([x, low, high]) => usable(low, view.logY) ? api.coord([placeOf(x, view.logX), placeOf(low, view.logY)]) : [api.coord([placeOf(x, view.logX), placeOf(high, view.logY)])[0], bottom]);
      return { type: "polygon", shape: { points: [...upper, ...lower.reverse()] }, style: { fill: color, opacity: 0.16 } };
    },
  };
}

/** Runs that had not got there by their end, with how many of the runs there they are. */
function arrows(panel: LinePanel, at: number, chart: Chart, view: View, colours: Colours): unknown {
  return {
    id: `${at}.censored`, type: "line", xAxisIndex: at, yAxisIndex: at, silent: true, animation: false, showSymbol: true, symbol: "triangle", symbolSize: 11, z: 5, lineStyle: { width: 0 },
    data: (panel.censored ?? []).filter(mark => usable(num(mark.x), view.logX) && usable(num(mark.y), view.logY)).map(mark => ({
      value: [placeOf(num(mark.x), view.logX), placeOf(num(mark.y), view.logY)], itemStyle: { color: seriesColour(chart, mark.color, colours) },
      label: { show: true, position: "right", formatter: `${mark.count}/${mark.of}`, color: colours.ink, fontSize: 11, fontFamily: colours.font },
    })),
  };
}

function levels(panel: LinePanel, view: View, colours: Colours): unknown {
  return {
    silent: true, symbol: "none", animation: false, label: { show: false }, lineStyle: { color: colours.dim, width: 1, type: "solid", opacity: 0.7 },
    data: panel.levels.filter(level => usable(level, view.logY)).map(level => ({ yAxis: placeOf(level, view.logY) })),
  };
}

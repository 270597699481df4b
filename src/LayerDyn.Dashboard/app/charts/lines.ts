import { num } from "../format";
import type { Axis, Chart, LinePanel, Num, Series } from "../types";
import { scale, type Colours } from "./colours";
import { gridOf, nameOf, ticksOf, titlesOf, type Layout } from "./layout";
import { arrowsOf, isOff, limitsOf, marksOf, type Mark, type Range } from "./limits";
import { isTheory, placeOf, shown, type View } from "./shown";
import { logTicks } from "./ticks";

type Lines = Extract<Chart, { $type: "lines" }>;
const most = 8;
const lastColour = (chart: Chart): number => chart.$type === "lines" ? Math.max(0, ...chart.panels.flatMap(panel => panel.series.map(line => line.color))) : 0;

/** Whether there are more lines than colours that can be told apart. */
export const manyLines = (chart: Chart): boolean => lastColour(chart) >= most;

const channels = (color: string): number[] =>
  color.startsWith("#") ? [1, 3, 5].map(shift => parseInt(color.slice(shift, shift + 2), 16)) : color.match(/\d+/g)!.map(Number);

/** A colour between two, `part` of the way to the second. */
function mix(from: string, to: string, part: number): string {
  const end = channels(to);
  return `rgb(${channels(from).map((channel, at) => Math.round(channel * (1 - part) + end[at]! * part)).join(",")})`;
}

/** The colour of a line; with many lines, along a scale, so that neighbours look alike. */
export function seriesColour(chart: Chart, color: number, colours: Colours): string {
  const last = lastColour(chart);
  if (color < 0 || last < most) return colours.series(color);
  const place = (colours.dark ? 0.2 + 0.8 * color / last : 0.88 * color / last) * (scale.length - 1);
  const at = Math.min(scale.length - 2, Math.floor(place));
  return mix(scale[at]!, scale[at + 1]!, place - at);
}

/** The colour of a line; theory and fits have a shade of their line's, nearer to the ink, which shows on top of it. */
export function lineColour(chart: Chart, line: Series, colours: Colours): string {
  const color = seriesColour(chart, line.color, colours);
  return isTheory(line) && line.color >= 0 ? mix(color, colours.dark ? "#ffffff" : "#000000", 0.38) : color;
}

/** The option of ECharts for lines: measured solid, theory dashed, fits dotted, seed bands beneath. */
export function linesOption(chart: Lines, layout: Layout, view: View, colours: Colours): Record<string, unknown> {
  const series: unknown[] = [];
  const limits = chart.panels.map(panel => limitsOf(chart, panel, view));
  chart.panels.forEach((panel, at) => {
    panel.series.forEach((line, index) => {
      if (!shown(line, panel, view)) return;
      const color = lineColour(chart, line, colours);
      if (view.bands && line.low && line.high) series.push(band(line, at, index, view, color, limits[at]!.y.low));
      const markers = line.stroke === "markers" || line.stroke === "markers-and-line";
      series.push({
        id: `${at}.${index}`, type: "line", xAxisIndex: at, yAxisIndex: at, silent: true, animation: false, color,
        data: pairs(line.x, line.y, view), showSymbol: markers, symbol: "circle", symbolSize: markers ? 6 : 0,
        lineStyle: { width: line.stroke === "markers" ? 0 : isPale(line) ? 0.7 : isTheory(line) ? 1.4 : 1.8, opacity: isPale(line) ? 0.5 : 1, type: line.stroke === "dashed" ? [6, 4] : line.stroke === "dotted" ? [2, 3] : "solid", color },
        itemStyle: { color }, z: isTheory(line) ? 4 : 3,
        markLine: index === 0 && panel.levels.length ? levels(panel, view, colours) : undefined,
      });
    });
    if (panel.censored?.length) series.push(arrows(arrowsOf(panel, limits[at]!.y, view), at, chart, colours));
    const marks = marksOf(chart, panel, view);
    if (marks.length) series.push(edges(marks, at, chart, colours));
  });
  return {
    animation: false, backgroundColor: "transparent", textStyle: { fontFamily: colours.font, color: colours.ink },
    aria: { enabled: true, label: { enabled: false } },
    title: titlesOf(chart.panels, layout, colours),
    grid: chart.panels.map((_, at) => gridOf(layout.cells[at]!)),
    xAxis: chart.panels.map((_, at) => axis(chart.x, view, limits[at]!.x, at, colours, "x", layout)),
    yAxis: chart.panels.map((panel, at) => axis(panel.y ?? chart.y, view, limits[at]!.y, at, colours, "y", layout)),
    series,
  };
}

function axis(from: Axis, view: View, limits: Range, at: number, colours: Colours, side: "x" | "y", layout: Layout): Record<string, unknown> {
  const width = layout.cells[at]!.width, id = `${side}${at}`, log = side === "x" ? view.logX : view.logY, window = view.windows.get(id) ?? limits;
  return {
    id, gridIndex: at, type: "value", ...nameOf(from.label, side, layout, at, colours), scale: true,
    min: log ? limits.low : from.min, max: log ? limits.high : from.max,
    axisLine: { show: true, onZero: false, lineStyle: { color: colours.dim } },
    splitNumber: side === "x" ? Math.max(2, Math.round(width / 110)) : 5,
    splitLine: { lineStyle: { color: colours.line, width: 1 } },
    ...ticksOf(log ? logTicks(window.low, window.high) : null, colours),
  };
}

/** One training behind the mean, or one that goes on. */
const isPale = (line: Series): boolean => line.role === "run" || line.role === "provisional";

const usable = (number: number, log: boolean): boolean => Number.isFinite(number) && (!log || number > 0);

function pairs(xs: Num[], ys: Num[], view: View): unknown[] {
  return xs.map((x, at) => {
    const a = num(x), b = num(ys[at]);
    return usable(a, view.logX) ? [placeOf(a, view.logX), usable(b, view.logY) ? placeOf(b, view.logY) : null] : null;
  }).filter(pair => pair !== null);
}

/** The band of a line. On a log axis an edge at zero or below is at the bottom of the panel, which starts at `low`. */
function band(line: Series, panel: number, index: number, view: View, color: string, low: number): unknown {
  const place = (number: number): number => isOff(number, view.logY, low) ? low : placeOf(number, view.logY);
  const edges = line.x.map((x, at) => [num(x), num(line.low![at]), num(line.high![at]), num(line.y[at])] as const)
    .filter(([x, bottom, top, y]) => usable(x, view.logX) && Number.isFinite(bottom) && usable(top, view.logY) && Number.isFinite(y))
    .map(([x, bottom, top]) => [placeOf(x, view.logX), place(bottom), place(top)] as const);
  return {
    id: `${panel}.${index}.band`, type: "custom", xAxisIndex: panel, yAxisIndex: panel, silent: true, clip: true, animation: false, z: 1,
    encode: { x: 0, y: [1, 2] }, data: edges,
    renderItem: (params: any, api: any) => {
      if (params.dataIndexInside !== 0) return null;
      const upper = edges.map(([x, , top]) => api.coord([x, top])), lower = edges.map(([x, bottom]) => api.coord([x, bottom]));
      return { type: "polygon", shape: { points: [...upper, ...lower.reverse()] }, style: { fill: color, opacity: 0.16 } };
    },
  };
}

/** Open triangles that point over the edge of a panel: what its log axes cannot show. */
function edges(marks: Mark[], at: number, chart: Chart, colours: Colours): unknown {
  return {
    id: `${at}.edges`, type: "custom", xAxisIndex: at, yAxisIndex: at, silent: true, animation: false, z: 6, encode: { x: 0, y: 1 }, data: marks.map(mark => [mark.x, mark.y]),
    renderItem: (params: any, api: any) => {
      const mark = marks[params.dataIndex as number]!, [x, y] = api.coord([mark.x, mark.y]) as [number, number];
      return {
        type: "polygon", shape: { points: mark.below ? [[x, y], [x - 4.5, y - 8], [x + 4.5, y - 8]] : [[x, y], [x + 8, y - 4.5], [x + 8, y + 4.5]] },
        style: { fill: colours.ground, stroke: seriesColour(chart, mark.color, colours), lineWidth: 1.5 },
      };
    },
  };
}

/** Runs that had not got there by their end, with how many of the runs there they are. */
function arrows(marks: ReturnType<typeof arrowsOf>, at: number, chart: Chart, colours: Colours): unknown {
  return {
    id: `${at}.censored`, type: "line", xAxisIndex: at, yAxisIndex: at, silent: true, animation: false, showSymbol: true, symbol: "triangle", symbolSize: 11, z: 5, lineStyle: { width: 0 },
    data: marks.map(({ x, y, mark }) => ({
      value: [x, y], itemStyle: { color: seriesColour(chart, mark.color, colours) },
      label: { show: true, position: "right", formatter: `${mark.count}/${mark.of}`, color: colours.ink, fontSize: 11, fontFamily: colours.font },
    })),
  };
}

function levels(panel: LinePanel, view: View, colours: Colours): unknown {
  return {
    silent: true, symbol: "none", animation: false, label: { show: false }, lineStyle: { color: colours.dim, width: 1, type: [4, 4], opacity: 0.7 },
    data: panel.levels.filter(level => usable(level, view.logY)).map(level => ({ yAxis: placeOf(level, view.logY) })),
  };
}

import { scale, type Colours } from "../charts/colours";
import { labelSize } from "../charts/cells";
import { placeOf } from "../charts/shown";
import { logTicks, type Tick } from "../charts/ticks";
import { value as shownValue } from "../format";
import type { Column, Results } from "./data";
import type { Interval, Look } from "./state";

/** The id of the parallel axis of a column, by which what is marked on it is told. */
export const axisId = (at: number): string => `column.${at}`;

/** The least and the largest finite place of a column. */
export function rangeOf(column: Column, log: boolean): [number, number] {
  let low = Infinity, high = -Infinity;
  for (const value of column.values) {
    const place = placeOf(value, log);
    if (!Number.isFinite(place)) continue;
    if (place < low) low = place;
    if (place > high) high = place;
  }
  return low <= high ? [low, high] : [0, 1];
}

const named = (column: Column, log: boolean): string => log ? `${column.name} (log)` : column.name;

function ticks(column: Column, log: boolean): Tick[] | null {
  if (column.labels) return column.labels.map((label, place) => ({ place, label: label.length > 18 ? `${label.slice(0, 17)}…` : label }));
  const range = rangeOf(column, log);
  if (log) return logTicks(...range);
  const distinct = [...new Set(column.values)].filter(Number.isFinite).sort((a, b) => a - b);
  return column.kind !== "value" && distinct.length <= 8 ? distinct.map(place => ({ place, label: shownValue(place) })) : null;
}

/** An axis of a column: its name, its round numbers, and room at its ends. */
function axis(column: Column, log: boolean, colours: Colours): Record<string, unknown> {
  const [low, high] = rangeOf(column, log), room = (high - low || 1) * 0.03, places = ticks(column, log);
  const customValues = places?.map(tick => tick.place);
  const label = (place: number): string => places!.find(tick => Math.abs(tick.place - place) < 1e-9 * Math.max(1, Math.abs(place)))?.label ?? "";
  return {
    type: "value", name: named(column, log), min: low - room, max: high + room, scale: true,
    nameTextStyle: { color: colours.ink, fontFamily: colours.font, fontSize: 12 },
    axisLine: { show: true, onZero: false, lineStyle: { color: colours.dim } },
    axisTick: { show: true, customValues, lineStyle: { color: colours.dim } },
    axisLabel: { color: colours.dim, fontFamily: colours.font, fontSize: labelSize, hideOverlap: true, showMinLabel: places ? null : false, showMaxLabel: places ? null : false, customValues, formatter: places ? label : shownValue },
    splitLine: { lineStyle: { color: colours.line } },
  };
}

const colouring = (look: Look, dimension: number, dark: boolean): Record<string, unknown> => {
  const [min, max] = rangeOf(look.value, look.log(look.value));
  return { type: "continuous", show: false, seriesIndex: 0, dimension, min, max: max > min ? max : min + 1, inRange: { color: dark ? scale.slice(2) : scale.slice(0, -1) } }; // what is thin and near the ground's lightness would not show
};

/** Points with a value, the best last, so that these are on top. */
export function drawn(look: Look, points: number[]): number[] {
  const place = (at: number): number => placeOf(look.value.values[at]!, look.log(look.value));
  return points.filter(at => Number.isFinite(place(at))).sort((a, b) => look.highest ? place(a) - place(b) : place(b) - place(a));
}

/** The columns of parallel coordinates: the axes, the seed, and last the value. */
export const dimensions = (results: Results, look: Look): Column[] => [...results.columns.filter(column => column.kind !== "value"), look.value];

/** The option of ECharts for parallel coordinates: a line a point over all axes to its value. */
export function parallelOption(results: Results, look: Look, colours: Colours, narrow: boolean): Record<string, unknown> {
  const columns = dimensions(results, look), logs = columns.map(look.log), order = drawn(look, results.points.map((_, at) => at));
  return {
    animation: false, backgroundColor: "transparent", textStyle: { fontFamily: colours.font, color: colours.ink }, aria: { enabled: true, label: { enabled: false } },
    parallel: { left: narrow ? 40 : 64, right: narrow ? 48 : 84, top: 36, bottom: 24, parallelAxisDefault: { areaSelectStyle: { width: 18, color: colours.ink, opacity: 0.15, borderColor: colours.ink } } },
    parallelAxis: columns.map((column, dim) => {
      const made = axis(column, logs[dim]!, colours);
      // Labels stand over the lines.
      return { ...made, axisLabel: { ...made.axisLabel as object, color: colours.ink, backgroundColor: colours.ground, padding: [1, 3], borderRadius: 2 }, id: axisId(dim), dim, realtime: order.length < 3000, splitLine: { show: false }, z: 20 };
    }),
    visualMap: colouring(look, columns.length - 1, colours.dark),
    series: [{
      type: "parallel", animation: false, smooth: false, inactiveOpacity: 0.02, activeOpacity: 0.9, progressive: 2000, silent: true,
      lineStyle: { width: order.length > 2000 ? 0.8 : 1.2, opacity: Math.min(0.8, Math.max(0.12, 400 / Math.max(1, order.length))) },
      data: order.map(at => columns.map((column, dim) => placeOf(column.values[at]!, logs[dim]!))),
    }],
  };
}

/** The option of ECharts for a scatter of two columns, coloured by the value. Equal places of an axis are spread a little, so that points show. */
export function scatterOption(look: Look, points: number[], colours: Colours): { option: Record<string, unknown>; order: number[]; places: [number, number][] } {
  const [logX, logY] = [look.log(look.x), look.log(look.y)], order = drawn(look, points).filter(at => [placeOf(look.x.values[at]!, logX), placeOf(look.y.values[at]!, logY)].every(Number.isFinite));
  const spreadX = spread(look.x, logX), spreadY = spread(look.y, logY);
  const places = order.map((at): [number, number] => [placeOf(look.x.values[at]!, logX) + spreadX * jitter(at, 1), placeOf(look.y.values[at]!, logY) + spreadY * jitter(at, 2)]);
  return {
    order, places,
    option: {
      animation: false, backgroundColor: "transparent", textStyle: { fontFamily: colours.font, color: colours.ink }, aria: { enabled: true, label: { enabled: false } },
      grid: { left: 80, right: 20, top: 20, bottom: 52, outerBoundsMode: "none" },
      xAxis: { ...axis(look.x, logX, colours), nameLocation: "middle", nameGap: 34 },
      yAxis: { ...axis(look.y, logY, colours), nameLocation: "middle", nameGap: 62 },
      visualMap: colouring(look, 2, colours.dark),
      series: [{
        type: "scatter", animation: false, silent: true, symbolSize: order.length > 3000 ? 4 : order.length > 500 ? 6 : 9, itemStyle: { opacity: order.length > 3000 ? 0.6 : 0.85 }, progressive: 0,
        data: places.map((place, at) => [...place, placeOf(look.value.values[order[at]!]!, look.log(look.value))]),
      }],
    },
  };
}

/** How far points of one position of an axis are spread: a share of the least distance of its positions. */
function spread(column: Column, log: boolean): number {
  if (column.kind === "value") return 0;
  const distinct = [...new Set(column.values.map(found => placeOf(found, log)))].filter(Number.isFinite).sort((a, b) => a - b);
  let least = Infinity;
  for (let at = 1; at < distinct.length; at++) least = Math.min(least, distinct[at]! - distinct[at - 1]!);
  return Number.isFinite(least) ? 0.3 * least : 0;
}

/** Between -1/2 and 1/2, the same at every look. */
const jitter = (at: number, side: number): number => ((at * 0.6180339887 * side + 0.5 * side) % 1) - 0.5;

/** What is marked on the axes of parallel coordinates, as actions of ECharts. */
export const selections = (results: Results, look: Look): unknown[] => dimensions(results, look).map((column, dim) => ({
  type: "axisAreaSelect", parallelAxisId: axisId(dim),
  intervals: look.filters.filter(filter => filter.column === column.name).map(({ low, high }) => {
    const log = look.log(column), [least, largest] = rangeOf(column, log), room = (largest - least || 1) * 0.03;
    const place = (value: number, otherwise: number): number => { const found = placeOf(value, log); return Number.isNaN(found) ? otherwise : found; };
    return [Math.max(least - room, place(low, least - room)), Math.min(largest + room, place(high, largest + room))];
  }),
}));

/** Intervals in values, from what was marked on an axis in places. */
export const intervalsOf = (column: Column, log: boolean, marked: [number, number][]): Interval[] =>
  marked.map(([low, high]) => ({ column: column.name, low: log ? 10 ** low : low, high: log ? 10 ** high : high }));

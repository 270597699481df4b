import { getText, id } from "../api";
import { num } from "../format";
import type { Drawn, Num, Sweep } from "../types";

/** Most points that are loaded: of more, every so many, so that the page stays quick. */
export const most = 20_000;

/**
 * A column of the results, a number a point: a value, NaN where there is none, or the position among `labels`. The values of a sampled axis are drawn
 * from an `interval`: each has one point and its seeds, so that maps and shares go by parts of it.
 */
export interface Column { name: string; kind: "axis" | "seed" | "value"; values: number[]; labels: string[] | null; interval?: Drawn }

/** The results of a sweep, or of every so many of its points. */
export interface Results { points: number[]; status: string[]; columns: Column[]; every: number }

const gcd = (a: number, b: number): number => b === 0 ? a : gcd(b, a % b);

/**
 * The step by which points are left out. It shares no factor with the lengths of the axes: else, as every tenth point of an axis of ten, it would
 * always meet the same values.
 */
export function stepOf(expected: number, lengths: number[], wanted = most): number {
  let step = Math.max(1, Math.ceil(expected / wanted));
  while (step > 1 && lengths.some(length => length > 1 && gcd(step, length) > 1)) step++;
  return step;
}

/** The results that are committed now. */
export async function loadResults(sweep: Sweep, signal: AbortSignal): Promise<Results> {
  const expected = Number(sweep.expected), lengths = sweep.axes.filter(axis => !axis.isSampled).map(axis => axis.count);
  // Seeds, and samples of all sampled axes together.
  const others = Math.round(expected / Math.max(1, lengths.reduce((a, b) => a * b, 1)));
  const every = stepOf(expected, [...lengths, Math.max(1, others)]);
  return readResults(await getText(`/sweeps/${id(sweep.id)}/table?what=results&format=ndjson${every > 1 ? `&index=0-${expected - 1}:${every}` : ""}`, signal), every, sweep.axes);
}

/** Reads the lines of a results table: `point`, `id`, the axes, `seed`, `status` ... `rows`, then what was measured. */
export function readResults(ndjson: string, every = 1, swept: { interval: Drawn | null }[] = []): Results {
  const rows = ndjson.split("\n").filter(Boolean).map(line => JSON.parse(line) as Record<string, string | boolean | Num>);
  const names = Object.keys(rows[0] ?? {}), seed = names.indexOf("seed"), last = names.indexOf("rows");
  const column = (name: string, kind: Column["kind"]): Column => {
    const cells = rows.map(row => row[name] ?? null);
    const texts = kind === "axis" && cells.some(cell => typeof cell === "string" || typeof cell === "boolean") ? [...new Set(cells.map(String))] : null;
    const at = new Map(texts?.map((text, position) => [text, position]));
    return { name, kind, labels: texts, values: cells.map(cell => texts ? at.get(String(cell))! : num(cell as Num)) };
  };
  const axes = names.slice(2, seed).map((name, at) => ({ ...column(name, "axis"), interval: swept[at]?.interval ?? undefined })), seeds = names.length ? column("seed", "seed") : null;
  return {
    points: rows.map(row => Number(row.point)), status: rows.map(row => String(row.status)), every,
    columns: [...axes, ...(seeds && new Set(seeds.values).size > 1 ? [seeds] : []), ...names.slice(last + 1).map(name => column(name, "value"))],
  };
}

/** The parts of an interval, equal in what is even about it: their middles, and which of them a value is in. */
export function partsOf(interval: Drawn, count: number): { middles: number[]; of(value: number): number } {
  const scale = interval.isLog ? Math.log : (value: number): number => value, low = scale(num(interval.low)), width = (scale(num(interval.high)) - low) / count;
  return {
    middles: Array.from({ length: count }, (_, part) => { const place = low + (part + 0.5) * width; return interval.isLog ? Math.exp(place) : place; }),
    of: value => Math.min(count - 1, Math.max(0, Math.floor((scale(value) - low) / width))),
  };
}

/** Whether a column is better seen by its logarithm: an axis that is drawn so, one whose middle lies so, a value that is positive and goes over more than two decades. */
export function isWide(column: Column): boolean {
  if (column.labels) return false;
  if (column.interval) return column.interval.isLog;
  if (column.kind !== "value") {
    const distinct = [...new Set(column.values)].sort((a, b) => a - b), [low, middle, high] = [distinct[0]!, distinct[Math.floor(distinct.length / 2)]!, distinct.at(-1)!];
    const off = (place: (value: number) => number): number => Math.abs((place(middle) - place(low)) / (place(high) - place(low)) - 0.5);
    return distinct.length > 2 && low > 0 && high / low >= 8 && off(Math.log) < off(value => value);
  }
  let low = Infinity, high = 0;
  for (const value of column.values) {
    if (!Number.isFinite(value)) continue;
    if (value <= 0) return false;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return high / low > 100;
}

/** Of the highest values of a column one looks for, where it is an accuracy; of others for the lowest. */
export const highestIsBest = (name: string): boolean => name.includes("accuracy");

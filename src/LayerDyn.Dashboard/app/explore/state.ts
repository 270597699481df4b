import { keepQuery } from "../router";
import { highestIsBest, isWide, type Column, type Results } from "./data";

export const plots = ["parallel", "scatter", "map"] as const;
export type Plot = typeof plots[number];

/** An interval of a column, both ends in it. */
export interface Interval { column: string; low: number; high: number }

/** What is looked at; all of it stands in the address. */
export interface Look {
  plot: Plot; value: Column; x: Column; y: Column; highest: boolean;
  /** Columns of the table, beside the axes and the value. */
  shown: string[]; sort: string; filters: Interval[];
  /** Columns by which the table puts points together; none for each point by itself. */
  by: Column[];
  log(column: Column): boolean;
}

/** Reads the address against the columns that there are; null where nothing was measured. */
export function readLook(query: URLSearchParams, results: Results): Look | null {
  const of = (key: string, kinds: Column["kind"][]): Column | undefined => results.columns.find(column => column.name === query.get(key) && kinds.includes(column.kind));
  const axes = results.columns.filter(column => column.kind !== "value"), measured = results.columns.filter(column => column.kind === "value" && !column.name.endsWith(".theory"));
  const value = of("value", ["value"]) ?? measured[0];
  if (!value) return null;
  const plot = plots.find(found => found === query.get("plot")) ?? "parallel", any: Column["kind"][] = plot === "map" ? ["axis", "seed"] : ["axis", "seed", "value"];
  const x = of("x", any) ?? axes[0] ?? value, y = of("y", any) ?? (plot === "map" ? axes.find(axis => axis !== x) ?? x : value);
  const flipped = (query.get("flip") ?? "").split(",");
  return {
    plot, value, x, y, highest: query.has("best") ? query.get("best") === "highest" : highestIsBest(value.name),
    shown: (query.get("columns") ?? "").split(",").filter(name => results.columns.some(column => column.name === name)), sort: query.get("sort") ?? "", by: axes.filter(column => (query.get("by") ?? "").split(",").includes(column.name)), filters: query.getAll("in").flatMap(readInterval).filter(found => results.columns.some(column => column.name === found.column)),
    log: column => isWide(column) !== flipped.includes(column.name) && column.values.some(found => found > 0) && !column.labels,
  };
}

function readInterval(text: string): Interval[] {
  const [, column, low, high] = /^(.+):(.*)\.\.(.*)$/.exec(text) ?? [];
  const ends = [low ? Number(low) : -Infinity, high ? Number(high) : Infinity] as const;
  return column && !ends.some(Number.isNaN) ? [{ column, low: ends[0], high: ends[1] }] : [];
}

const end = (value: number): string => Number.isFinite(value) ? String(Number(value.toPrecision(6))) : "";

/** Keeps intervals in the address; one without an end is none. */
export function keepFilters(query: URLSearchParams, filters: Interval[]): void {
  query.delete("in");
  for (const { column, low, high } of filters) if (Number.isFinite(low) || Number.isFinite(high)) query.append("in", `${column}:${end(low)}..${end(high)}`);
  keepQuery(query);
}

/** Which points the intervals leave. */
export function fitting(results: Results, filters: Interval[]): number[] {
  const tests = filters.map(filter => ({ ...filter, values: results.columns.find(column => column.name === filter.column)!.values }));
  // The ends come from a screen, with six digits.
  const slack = (value: number): number => 2e-6 * Math.abs(value);
  return results.points.flatMap((_, at) => tests.every(({ values, low, high }) => values[at]! >= low - slack(low || 0) && values[at]! <= high + slack(high || 0)) ? [at] : []);
}

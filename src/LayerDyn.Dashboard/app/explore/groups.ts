import type { Column } from "./data";

/** Points that are the same in some columns. */
export interface Group { points: number[]; means: Map<string, number>; deviations: Map<string, number> }

/** Groups of points by columns, in the order in which they come, with the mean and the standard deviation of each measured column over those that have a value. */
export function groupsOf(points: number[], by: Column[], measured: Column[]): Group[] {
  const groups = new Map<string, number[]>();
  for (const at of points) {
    const key = by.map(column => column.values[at]).join(" "), group = groups.get(key);
    if (group) group.push(at); else groups.set(key, [at]);
  }
  return [...groups.values()].map(members => {
    const means = new Map<string, number>(), deviations = new Map<string, number>();
    for (const column of measured) {
      const values = members.map(at => column.values[at]!).filter(Number.isFinite), mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      means.set(column.name, mean);
      deviations.set(column.name, values.length > 1 ? Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1)) : NaN);
    }
    return { points: members, means, deviations };
  });
}

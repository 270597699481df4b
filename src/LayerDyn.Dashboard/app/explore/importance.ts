import { partsOf, type Column } from "./data";

/** How much of a value an axis explains. */
export interface Importance { name: string; share: number }

/**
 * The share of the variance of a value that each axis explains alone: the first-order Sobol index, Var(E[value | axis]) / Var(value), from the means
 * over the points of each position of the axis. Chance alone gives k positions a share of (k - 1) / (n - 1) of n points; that is taken off
 * (Kelley's epsilon squared, PNAS 21, 1935). A sampled axis is cut into parts of its interval, as many as the root of the points, 16 at most. What the shares leave to 1 is due to axes together, and to noise. Points without a value are left out.
 */
export function importances(columns: Column[], values: number[]): Importance[] {
  const known = values.flatMap((value, at) => Number.isFinite(value) ? [at] : []), n = known.length;
  const mean = known.reduce((sum, at) => sum + values[at]!, 0) / n;
  const total = known.reduce((sum, at) => sum + (values[at]! - mean) ** 2, 0);
  return columns.map(column => {
    const groups = new Map<number, { sum: number; count: number }>();
    const parts = column.interval && partsOf(column.interval, Math.min(16, Math.max(2, Math.floor(Math.sqrt(n)))));
    for (const at of known) {
      const position = parts ? parts.of(column.values[at]!) : column.values[at]!, group = groups.get(position) ?? { sum: 0, count: 0 };
      group.sum += values[at]!;
      group.count++;
      groups.set(position, group);
    }
    const between = [...groups.values()].reduce((sum, group) => sum + group.count * (group.sum / group.count - mean) ** 2, 0);
    const k = groups.size;
    const share = total > 0 && n > k ? 1 - (1 - between / total) * (n - 1) / (n - k) : total > 0 ? NaN : 0;
    return { name: column.name, share: Math.max(0, share) };
  });
}

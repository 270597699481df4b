import { value } from "../format";
import type { MapAxis } from "../types";
import { wrap } from "./text";
import { logTicks, roundTicks, type Tick } from "./ticks";

/** Size of the labels at axes. */
export const labelSize = 11;

const widestAtLeft = 160;

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
const tickNames = (from: MapAxis): string[] =>
  from.ticks.map((tick, position) => from.numbers && tick.length > 6 ? value(Number(from.numbers[position]!.toPrecision(3))) : tick);

/** These names in lines that fit: beneath an axis `width` wide, or beside one. */
export function cellNames(axis: MapAxis, side: "x" | "y", width: number, font: string): string[] {
  const room = side === "x" ? Math.max(40, width / Math.min(8, axis.ticks.length) - 6) : widestAtLeft;
  return tickNames(axis).map(name => wrap(name, room, labelSize, font).join("\n"));
}

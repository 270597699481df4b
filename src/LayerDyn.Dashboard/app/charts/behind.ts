import type { PointList } from "../types";

/** Longest list that the server takes; longer ones are asked for by their axes. */
const most = 6000;

const ranges = (list: PointList): [number, number, number][] => list === "" ? [] : list.split(",").map(part => {
  const [first, last = first, step = 1] = part.split(/[-:]/).map(Number);
  return [first!, last!, step];
});

/** How many points a list names. */
export const sizeOf = (list: PointList): number => ranges(list).reduce((sum, [first, last, step]) => sum + Math.floor((last - first) / step) + 1, 0);

/** The first point of a list. */
export const firstOf = (list: PointList): number => ranges(list)[0]![0];

export const askable = (list: PointList): boolean => list !== "" && list.length <= most;

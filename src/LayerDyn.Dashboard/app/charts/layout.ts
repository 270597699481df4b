import { value } from "../format";
import type { Chart } from "../types";
import { labelSize } from "./cells";
import type { Colours } from "./colours";
import { gutterOf, nameLine, nameSize, type Gutter } from "./gutter";
import type { View } from "./shown";
import { wrap } from "./text";
import type { Tick } from "./ticks";

/** Where panels stand: the plot areas, without labels. */
export interface Cell { left: number; top: number; width: number; height: number }
export interface Layout { cells: Cell[]; width: number; height: number; gutter: Gutter }

const widestMap = 720;

/** Panels in rows, none narrower than can be read, with room for their labels. Maps do not grow beyond a readable size. */
export function layoutOf(chart: Chart, view: View, width: number, font: string): Layout {
  const map = chart.$type === "heatmap", panels = chart.panels.length;
  const columns = Math.max(1, Math.min(panels, Math.floor(width / (map ? 300 : 330)))), cell = width / columns;
  const heightOf = (plot: number): number => panels === 1 && !map ? Math.min(460, Math.max(260, plot * 0.5)) : Math.min(520, Math.max(190, plot * (map ? 0.8 : 0.62)));
  const around = (plot: number): Gutter => gutterOf(chart, view, font, plot, heightOf(plot));
  const within = (gutter: Gutter): number => Math.min(cell - gutter.left - gutter.right, map ? widestMap : Infinity);
  const gutter = around(within(around(within(around(cell))))); // the room for labels depends on where these break, which depends on the room
  const plot = within(gutter), high = heightOf(plot), row = high + gutter.above + gutter.bottom;
  const cells = Array.from({ length: panels }, (_, at) => ({
    left: (at % columns) * cell + gutter.left, top: Math.floor(at / columns) * row + gutter.above, width: plot, height: high,
  }));
  return { cells, width, height: Math.ceil(panels / columns) * row, gutter };
}

/** A title above each panel, in lines that fit. */
export const titlesOf = (panels: { title: string }[], layout: Layout, colours: Colours): unknown[] => panels.map((panel, at) => ({
  text: block(panel.title, layout.cells[at]!.width, colours), left: layout.cells[at]!.left, top: layout.cells[at]!.top - layout.gutter.above + 2, padding: 4,
  textStyle: { fontSize: nameSize, lineHeight: nameLine, fontWeight: 600, color: colours.ink, fontFamily: colours.font },
}));

/** The name of an axis, in lines that fit. */
export const nameOf = (label: string, side: "x" | "y", layout: Layout, at: number, colours: Colours): Record<string, unknown> => ({
  name: block(label, side === "x" ? layout.cells[at]!.width : layout.cells[at]!.height, colours), nameLocation: "middle",
  nameGap: side === "x" ? layout.gutter.nameX : layout.gutter.nameY,
  nameTextStyle: { fontSize: nameSize, lineHeight: nameLine, color: colours.dim, fontFamily: colours.font },
});

const block = (text: string, width: number, colours: Colours): string => wrap(text, width, nameSize, colours.font).join("\n");

export const labelStyle = (colours: Colours): Record<string, unknown> => ({ color: colours.dim, fontSize: labelSize, fontFamily: colours.font, hideOverlap: true });

/** Given ticks of an axis, or the library's own. */
export function ticksOf(ticks: Tick[] | null, colours: Colours): Record<string, unknown> {
  const customValues = ticks?.map(tick => tick.place) ?? null;
  const label = (place: number): string => ticks!.find(tick => Math.abs(tick.place - place) < 1e-6)?.label ?? "";
  return {
    axisTick: { show: true, lineStyle: { color: colours.dim }, customValues },
    axisLabel: { ...labelStyle(colours), showMinLabel: null, showMaxLabel: null, customValues, formatter: ticks ? label : value },
  };
}

/** The grid of a panel, exactly where its cell is: the library would move its edges to make room for labels that have it already. */
export const gridOf = (cell: Cell): Record<string, unknown> => ({ left: cell.left, top: cell.top, width: cell.width, height: cell.height, outerBoundsMode: "none" });

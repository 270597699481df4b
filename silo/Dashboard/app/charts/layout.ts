import type { Gutter } from "./gutter";

/** Where panels stand: the plot areas, without labels. */
export interface Cell { left: number; top: number; width: number; height: number }
export interface Layout { cells: Cell[]; width: number; height: number; gutter: Gutter }

const widestMap = 720;

/** Columns of panels, each at least `least` wide. */
export const columnsOf = (panels: number, width: number, least: number): number => Math.max(1, Math.min(panels, Math.floor(width / least)));

/** Panels in rows, each at least `least` wide, with room for their labels. Maps do not grow beyond a readable size. */
export function layoutOf(panels: number, width: number, gutter: Gutter, options: { ratio: number; least: number; map: boolean }): Layout {
  const columns = columnsOf(panels, width, options.least);
  const cell = width / columns;
  const plot = Math.min(cell - gutter.left - gutter.right, options.map ? widestMap : Infinity);
  const high = panels === 1 && !options.map ? Math.min(460, Math.max(260, plot * 0.5)) : Math.min(520, Math.max(190, plot * options.ratio));
  const cells = Array.from({ length: panels }, (_, at) => ({
    left: (at % columns) * cell + gutter.left,
    top: Math.floor(at / columns) * (high + gutter.above + gutter.bottom) + gutter.above,
    width: plot, height: high,
  }));
  return { cells, width, height: Math.ceil(panels / columns) * (high + gutter.above + gutter.bottom), gutter };
}

/** A title above each panel, in lines that fit. */
export const titlesOf = (panels: { title: string }[], layout: Layout, style: { color: string; fontFamily: string }): unknown[] => panels.map((panel, at) => ({
  text: panel.title, left: layout.cells[at]!.left, top: layout.cells[at]!.top - layout.gutter.above + 2, padding: 4,
  textStyle: { fontSize: 12, lineHeight: 15, fontWeight: 600, width: layout.cells[at]!.width, overflow: "break", ...style },
}));

/** The name of an axis, in lines that fit. */
export const nameOf = (label: string, side: "x" | "y", layout: Layout, at: number, style: { color: string; fontFamily: string }): Record<string, unknown> => ({
  name: label, nameLocation: "middle", nameGap: side === "x" ? layout.gutter.nameX : layout.gutter.nameY,
  nameTextStyle: { fontSize: 12, lineHeight: 14, width: side === "x" ? layout.cells[at]!.width : layout.cells[at]!.height, overflow: "break", ...style },
});

export const gridOf = (cell: Cell): Record<string, number> => ({ left: cell.left, top: cell.top, width: cell.width, height: cell.height });

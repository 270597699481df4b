/** Where panels stand: the plot areas, without labels. */
export interface Cell { left: number; top: number; width: number; height: number }
export interface Layout { cells: Cell[]; width: number; height: number }

const gutter = { left: 62, right: 18, top: 34, bottom: 44 };

/** Panels in rows; `square` for maps. Room of `side` pixels is kept at the right. */
export function layoutOf(panels: number, width: number, options: { ratio: number; side: number; least: number; aspect?: number }): Layout {
  const room = width - options.side;
  const columns = Math.max(1, Math.min(panels, Math.floor(room / options.least)));
  const cell = room / columns;
  const plot = cell - gutter.left - gutter.right;
  const high = panels === 1 && !options.aspect ? Math.min(460, Math.max(260, plot * 0.5)) : Math.min(520, Math.max(190, plot * options.ratio));
  const cells = Array.from({ length: panels }, (_, at) => ({
    left: (at % columns) * cell + gutter.left,
    top: Math.floor(at / columns) * (high + gutter.top + gutter.bottom) + gutter.top,
    width: plot, height: high,
  }));
  return { cells, width, height: Math.ceil(panels / columns) * (high + gutter.top + gutter.bottom) };
}

export const gridOf = (cell: Cell): Record<string, number> => ({ left: cell.left, top: cell.top, width: cell.width, height: cell.height });

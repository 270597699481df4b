/** Where panels stand: the plot areas, without labels. */
export interface Cell { left: number; top: number; width: number; height: number }
export interface Layout { cells: Cell[]; width: number; height: number }

const gutter = { left: 62, right: 18, bottom: 44 };
const widestMap = 720;

/** Panels in rows, each at least `least` wide; `titled` keeps room above each for its title. Maps do not grow beyond a readable size. */
export function layoutOf(panels: number, width: number, options: { ratio: number; least: number; titled: boolean; map: boolean }): Layout {
  const columns = Math.max(1, Math.min(panels, Math.floor(width / options.least)));
  const cell = width / columns;
  const plot = Math.min(cell - gutter.left - gutter.right, options.map ? widestMap : Infinity);
  const above = options.titled ? 34 : 12;
  const high = panels === 1 && !options.map ? Math.min(460, Math.max(260, plot * 0.5)) : Math.min(520, Math.max(190, plot * options.ratio));
  const cells = Array.from({ length: panels }, (_, at) => ({
    left: (at % columns) * cell + gutter.left,
    top: Math.floor(at / columns) * (high + above + gutter.bottom) + above,
    width: plot, height: high,
  }));
  return { cells, width, height: Math.ceil(panels / columns) * (high + above + gutter.bottom) };
}

export const gridOf = (cell: Cell): Record<string, number> => ({ left: cell.left, top: cell.top, width: cell.width, height: cell.height });

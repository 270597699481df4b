import type { ECharts } from "./echarts";
import type { Range } from "./limits";

/** The parts of axes that are zoomed to, by the axis's id: of those with limits of their own, as log axes have. */
export function windowsOf(drawn: ECharts, panels: number): Map<string, Range> {
  const windows = new Map<string, Range>(), model = (drawn as any).getModel();
  for (const side of ["x", "y"] as const) for (let at = 0; at < panels; at++) {
    const axis = model.getComponent(`${side}Axis`, at), [low, high] = axis.axis.scale.getExtent() as [number, number];
    const least = axis.get("min") as number | null, most = axis.get("max") as number | null;
    if (least !== null && most !== null && high - low < (most - least) * (1 - 1e-9)) windows.set(`${side}${at}`, { low, high });
  }
  return windows;
}

import { num } from "../format";
import type { Chart, LinePanel, Series, SiloLoad } from "../types";

const gib = 2 ** 30;

/** What a silo took of its machine, over the minutes before now; GPUs only where there are some. */
export function loadChart(load: SiloLoad, now: number): Chart {
  const x = load.samples.map(sample => (Date.parse(sample.at) - now) / 60_000);
  const line = (y: number[], label = "", color = 0): Series => ({ label, x, y, color, stroke: "solid" });
  const panel = (label: string, series: Series[], max: number | null): LinePanel => ({ title: "", series, levels: [], y: { label, log: false, min: 0, max } });
  const gpus = load.samples.at(-1)?.gpus ?? [];
  const of = (index: number, take: (gpu: SiloLoad["samples"][number]["gpus"][number]) => number): number[] => load.samples.map(sample => { const gpu = sample.gpus.find(each => each.index === index); return gpu ? take(gpu) : NaN; });
  return {
    $type: "lines", title: `What ${load.silo} takes of its machine`, note: "", x: { label: "minutes from now", log: false, min: null, max: 0 }, y: { label: "", log: false, min: null, max: null },
    panels: [
      panel("cores, %", [line(load.samples.map(sample => 100 * num(sample.cpu)))], 100),
      panel(`memory, GiB of ${(load.memoryBytes / gib).toFixed(0)}`, [line(load.samples.map(sample => sample.memoryBytes / gib))], null),
      ...gpus.length === 0 ? [] : [
        panel("GPU, %", gpus.map((gpu, at) => line(of(gpu.index, each => each.utilization === null ? NaN : 100 * num(each.utilization)), `GPU ${gpu.index}`, at)), 100),
        panel("GPU memory, GiB", gpus.map((gpu, at) => line(of(gpu.index, each => each.memoryBytes / gib), "", at)), null)],
    ],
  };
}

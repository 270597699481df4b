import { h, setText } from "../dom";
import { count, duration, rate } from "../format";
import type { Sweep } from "../types";

/** A bar of what became of a sweep's points: finished, diverged, failed, running. */
export function progressBar(): { node: HTMLElement; update(sweep: Sweep): void } {
  const kinds = ["finished", "diverged", "failed", "running"] as const;
  const parts = kinds.map(kind => h("i", { class: kind }));
  const node = h("div", { class: "progress", role: "progressbar", "aria-valuemin": 0, "aria-valuemax": 100, "aria-label": "Progress" }, parts);
  return {
    node,
    update(sweep) {
      const total = Math.max(1, sweep.expected);
      kinds.forEach((kind, at) => { parts[at]!.style.width = `${100 * sweep[kind] / total}%`; });
      const done = Math.floor(100 * (sweep.finished + sweep.diverged) / total);
      node.setAttribute("aria-valuenow", String(done));
      node.setAttribute("aria-valuetext", `${done} %: ${count(sweep.finished)} finished, ${count(sweep.diverged)} diverged, ${count(sweep.failed)} failed of ${count(sweep.expected)}`);
    },
  };
}

export function stateChip(): { node: HTMLElement; update(state: string): void } {
  const node = h("span", { class: "chip" });
  return { node, update(state) { node.className = `chip ${state}`; setText(node, state); } };
}

export const chip = (state: string): HTMLElement => h("span", { class: `chip ${state}` }, state);
export const active = (sweep: Sweep): boolean => sweep.state === "running" || sweep.state === "drawing";
export const paceOf = (sweep: Sweep): string => active(sweep) ? rate(Number(sweep.pointsPerSecond)) : "–";
export const etaOf = (sweep: Sweep): string => active(sweep) && sweep.etaSeconds !== null ? duration(Number(sweep.etaSeconds)) : "–";

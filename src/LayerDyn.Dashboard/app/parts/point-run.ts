import { h, setText } from "../dom";
import { count, plural, since } from "../format";
import type { Point } from "../types";

/** How far a point is while a slot trains it: where, for how long, and a bar of its steps. Hidden when it does not run. */
export function pointRun(): { node: HTMLElement; update(point: Point): void } {
  const words = h("p"), done = h("i", { class: "finished" });
  const bar = h("div", { class: "progress", role: "progressbar", "aria-valuemin": 0, "aria-valuemax": 100, "aria-label": "Steps of the point" }, done);
  const node = h("section", { class: "run", "aria-label": "Running now", hidden: true }, bar, words);
  return {
    node,
    update({ run }) {
      node.hidden = run === null;
      if (!run) return;
      const part = run.steps > 0 ? Math.min(100, Math.floor(100 * run.stepsDone / run.steps)) : 0;
      done.style.width = `${part}%`;
      bar.setAttribute("aria-valuenow", String(part));
      const steps = run.steps > 0 ? `${count(run.stepsDone)} of ${count(run.steps)} steps (${part} %)` : "reading its data";
      const together = run.points > 1 ? `, together with ${plural(run.points - 1, "other point")}: steps are those of all of them` : "";
      setText(words, `Attempt ${run.attempt} on ${run.silo} (${run.device}): ${steps}, for ${since(run.since)}${together}.`);
      bar.setAttribute("aria-valuetext", steps);
    },
  };
}

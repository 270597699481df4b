import { getSized, id } from "../api";
import type { Curve } from "../types";

// A stream of curves may take this many bytes a second after the first; a large curve is fetched less often.
const budget = 40_000;
const least = 250;

/** Fetches a curve when it changed: at once when it may, never twice at a time, and within the budget. */
export function liveCurve(sweep: string, name: string, signal: AbortSignal, show: (curve: Curve) => void, failed: (error: unknown) => void): { changed(): void; stop(): void } {
  let wanted = false, busy = false, stopped = false, next = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const run = async (): Promise<void> => {
    timer = undefined;
    if (stopped || busy) return;
    wanted = false;
    busy = true;
    try {
      const [curve, size] = await getSized<Curve>(`/sweeps/${id(sweep)}/curves/${id(name)}.json?table=false`, signal);
      next = performance.now() + Math.max(least, size / budget * 1000);
      if (!stopped) show(curve);
    } catch (error) {
      next = performance.now() + 2000;
      if (!stopped && !signal.aborted) failed(error);
    } finally {
      busy = false;
    }
    if (wanted) schedule();
  };
  const schedule = (): void => {
    wanted = true;
    if (!busy && timer === undefined && !stopped) timer = setTimeout(() => void run(), Math.max(0, next - performance.now()));
  };
  return { changed: schedule, stop() { stopped = true; clearTimeout(timer); } };
}

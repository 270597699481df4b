import { follow, id, type Feed } from "../api";
import { liveCurve } from "../parts/live-curve";
import { active } from "../parts/progress";
import type { Curve, Sweep } from "../types";
import { checkCurve, sweepNamed } from "./curves";
import { curveFigure, type CurveFigure } from "./figure";
import { keyOf, placesIn, rendered } from "./markdown";

// A browser opens few connections to one host; sweeps beyond these are drawn as they are when the report is opened.
const mostFollowed = 3;

export interface LiveReport { show(text: string): void; curves(): Promise<Record<string, Curve>>; dispose(): void }

/** A text with its curves, which follow their sweeps; a curve stays where it is drawn while the text around it changes. */
export function liveReport(stage: HTMLElement, signal: AbortSignal): LiveReport {
  interface Shown { figure: CurveFigure; curve: Curve | null; why: string; settled: Promise<void>; stop(): void }
  const sweeps = new Map<string, Promise<Sweep>>(), shown = new Map<string, Shown>(), feeds = new Map<string, Feed>();
  const watchers = new Map<string, Set<(names: string[]) => void>>();

  function watch(sweep: Sweep, changed: (names: string[]) => void): () => void {
    const mine = watchers.get(sweep.id) ?? new Set();
    watchers.set(sweep.id, mine.add(changed));
    if (active(sweep) && !feeds.has(sweep.id) && feeds.size < mostFollowed)
      feeds.set(sweep.id, follow(sweep.id, { status() {}, connected() {}, curves: names => watchers.get(sweep.id)?.forEach(each => each(names)), end: () => watchers.get(sweep.id)?.forEach(each => each([])) }));
    return () => {
      mine.delete(changed);
      if (mine.size === 0) { feeds.get(sweep.id)?.close(); feeds.delete(sweep.id); }
    };
  }

  function add(reference: Parameters<typeof curveFigure>[0]): Shown {
    const figure = curveFigure(reference);
    let stops: (() => void)[] = [], ended = false;
    const made: Shown = { figure, curve: null, why: "", settled: Promise.resolve(), stop() { ended = true; for (const stop of stops) stop(); figure.dispose(); } };
    const refuse = (error: unknown): void => { if (signal.aborted || ended) return; made.why = (error as Error).message; figure.refuse(made.why); };
    made.settled = (async () => {
      try {
        if (!sweeps.has(reference.sweep)) sweeps.set(reference.sweep, sweepNamed(reference.sweep, signal));
        const sweep = await sweeps.get(reference.sweep)!;
        checkCurve(sweep, reference.curve);
        const base = `/api/v1/sweeps/${id(sweep.id)}/curves/${id(reference.curve)}`;
        await new Promise<void>(drawn => {
          const loader = liveCurve(sweep.id, reference.curve, signal, curve => { made.curve = curve; figure.show(curve, { csv: `${base}.csv`, svg: `${base}.svg` }); drawn(); }, error => { if (!made.curve) refuse(error); drawn(); });
          stops = [loader.stop, watch(sweep, names => { if (names.length === 0 || names.includes(reference.curve)) loader.changed(); })];
          if (ended) stops.forEach(stop => stop());
          else loader.changed();
        });
      } catch (error) {
        sweeps.delete(reference.sweep); // it may be there the next time that the text changes
        refuse(error);
      }
    })();
    return made;
  }

  return {
    show(text) {
      const article = rendered(text), before = new Map(shown);
      shown.clear();
      for (const { place, reference } of placesIn(article)) {
        // The same curve twice is drawn twice.
        let key = `${keyOf(reference)} ${reference.caption}`;
        while (shown.has(key)) key += " ";
        const kept = before.get(key), here = kept && !kept.why ? kept : add(reference);
        if (here === kept) before.delete(key);
        shown.set(key, here);
        (place.parentElement?.childNodes.length === 1 ? place.parentElement : place).replaceWith(here.figure.node);
      }
      for (const gone of before.values()) gone.stop();
      stage.replaceChildren(article);
    },
    async curves() {
      const all: Record<string, Curve> = {};
      for (const each of shown.values()) {
        await each.settled;
        const key = keyOf(each.figure.reference);
        if (!each.curve) throw new Error(`${key}: ${each.why || "it is not drawn yet"}`);
        all[key] = each.curve;
      }
      return all;
    },
    dispose() { for (const each of shown.values()) each.stop(); },
  };
}

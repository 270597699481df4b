import { get, id } from "../api";
import { h } from "../dom";
import { about } from "../session";
import type { Sweep, SweepAction } from "../types";
import { active } from "./progress";

const minute = 60_000;

/** A link's address for a sweep and a span of time, in milliseconds since 1970. */
export const addressOf = (template: string, sweep: string, from: number, to: number): string =>
  template.replaceAll("{sweep}", encodeURIComponent(sweep)).replaceAll("{from}", `${from}`).replaceAll("{to}", `${to}`);

/** Links to pages about a sweep that are elsewhere, such as its traces, as the silo's settings name them, from its submission to what happened to it last. */
export function elsewhere(sweep: Sweep, signal: AbortSignal): HTMLElement | false {
  if (about.links.length === 0) return false;
  const links = about.links.map(link => h("a", { target: "_blank", rel: "noopener noreferrer" }, link.name));
  const lead = (to: number): void => about.links.forEach((link, at) =>
    links[at]!.setAttribute("href", addressOf(link.url, sweep.id, (sweep.submitted ? Date.parse(sweep.submitted) : to) - minute, to + minute)));
  lead(Date.now());
  if (!active(sweep) && about.links.some(link => link.url.includes("{to}"))) {
    void get<SweepAction[]>(`/sweeps/${id(sweep.id)}/history`, signal).then(history => { if (history.length) lead(Date.parse(history.at(-1)!.at)); }, () => {});
  }
  return h("p", { class: "dim small elsewhere" }, "Elsewhere: ", links.flatMap((link, at) => at ? [" · ", link] : [link]));
}

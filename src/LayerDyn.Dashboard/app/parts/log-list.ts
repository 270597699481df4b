import { get } from "../api";
import { button, fill, h } from "../dom";
import { clock } from "../format";
import type { Log } from "../types";

const limit = 200;

/** A log, the newest line last. It follows its end while that is in view. */
export function logList(path: string, of: "sweep" | "point", signal: AbortSignal): { node: HTMLElement; load(): Promise<void> } {
  const list = h("ol", { class: "log", tabindex: 0, "aria-label": `Log of the ${of}` });
  const note = h("p", { class: "dim small", role: "status" });
  const node = h("section", {}, h("h2", {}, "Log"), list, note);
  let shown = "";
  const load = async (): Promise<void> => {
    let log: Log;
    try {
      log = await get<Log>(`${path}/log?limit=${limit}`, signal);
    } catch (error) {
      shown = "";
      if (!signal.aborted) fill(note, `The log could not be read: ${(error as Error).message} `, button("Try again", () => void load()));
      return;
    }
    const now = JSON.stringify(log);
    if (now === shown) return;
    shown = now;
    const following = list.scrollHeight - list.scrollTop - list.clientHeight < 24;
    list.hidden = log.entries.length === 0;
    fill(list, log.entries.map(line => h("li", { class: line.level }, h("time", { datetime: line.at, title: line.at }, clock(line.at)), h("b", {}, line.level), h("span", { class: "who" }, line.silo), h("span", {}, line.message))));
    if (following) list.scrollTop = list.scrollHeight;
    fill(note, log.entries.length === 0 && `The silos remember nothing of this ${of}: they keep their newest entries in memory, and lose them when they stop. `,
      log.silent.length > 0 && `${log.silent.join(", ")} did not answer: what it logged is missing.`);
  };
  return { node, load };
}

import { act, get, id } from "../api";
import { button, confirmed, fill, h, setText } from "../dom";
import { count } from "../format";
import { logList } from "../parts/log-list";
import { configuration, factsOf, pointFacts } from "../parts/point-facts";
import { pointRecords } from "../parts/point-records";
import { pointRun } from "../parts/point-run";
import { active, stateChip } from "../parts/progress";
import { notice } from "../parts/states";
import type { Place } from "../router";
import { owns } from "../session";
import type { Point, Sweep } from "../types";

const every = 1000, whileItWaits = 3000;

/** Everything that is known of one point; it is asked for again while it runs or waits in a sweep that runs. */
export async function pointPage(place: Place): Promise<Node> {
  const [sweepId, index] = [place.params[0]!, Number(place.params[1])];
  const base = `/sweeps/${id(sweepId)}`, path = `${base}/points/${index}`;
  let [sweep, point] = await Promise.all([get<Sweep>(base, place.signal), get<Point>(path, place.signal)]);
  place.title(`${sweep.name} point ${index}`);
  const state = stateChip(), connection = h("span", { class: "live", role: "status" });
  const controls = h("span", { class: "actions" });
  const run = pointRun(), log = logList(path, "point", place.signal), records = pointRecords(path, `${sweep.name}-point-${index}`, place.signal);
  const strip = h("dl", { class: "facts strip" }), failure = h("p", { class: "message" }), facts = h("div", {});
  let told = "";
  const show = (next: Point): void => {
    point = next;
    state.update(point.state);
    run.update(point);
    fill(strip, factsOf(point));
    setText(failure, point.failure ?? "");
    failure.hidden = !point.failure;
    drawControls();
    const { state: at, attempts, checkpoints, segment } = point, now = JSON.stringify([at, attempts, checkpoints, segment]);
    void records.load(point);
    if (now === told) return; // so that a selection or the focus within stays
    told = now;
    fill(facts, pointFacts(point, path));
  };
  const tell = async <T>(verb: string, done: (answer: T | null) => string): Promise<void> => {
    try { notice(done(await act<T>("POST", `${path}/${verb}`))); show(await get<Point>(path, place.signal)); } catch (error) { notice((error as Error).message, true); }
  };
  let controlsFor = "";
  const drawControls = (): void => {
    const key = `${waits()} ${point.run?.points}`;
    if (key === controlsFor) return;
    controlsFor = key;
    fill(controls, owns(sweep.owner) && [
      point.run?.points === 1 && button("Write a checkpoint", () => void tell<{ step: number }>("checkpoint", answer => `A checkpoint of step ${count(answer!.step)} is in the store.`)),
      waits() && button("Stop", () => void confirmed(`Stop point ${index}?`, "It ends without a result. Its rows and its checkpoint stay in the store; Retry failed on the sweep's page resumes it.", "Stop the point")
        .then(yes => { if (yes) return tell("stop", () => "Stopped."); return undefined; }), { class: "danger" }),
    ]);
  };
  const waits = (): boolean => point.state === "running" || (point.state === "pending" && active(sweep));
  const live = (text: string, kind: string): void => { connection.className = `live ${kind}`; setText(connection, text); };
  let timer: ReturnType<typeof setTimeout> | undefined;
  const again = (): void => {
    if (!waits()) { live("idle", "rest"); return; }
    timer = setTimeout(() => void poll().finally(() => { if (!place.signal.aborted) again(); }), point.state === "running" ? every : whileItWaits);
  };
  const poll = async (): Promise<void> => {
    if (document.hidden) return;
    try {
      const next = await get<Point>(path, place.signal);
      if (next.state === "pending") sweep = await get<Sweep>(base, place.signal);
      show(next);
      await log.load();
      live("live", "on");
    } catch {
      if (!place.signal.aborted) live("reconnecting", "off");
    }
  };
  place.onLeave(() => { clearTimeout(timer); records.dispose(); });
  show(point);
  void log.load();
  live("live", "on");
  again();
  return h("div", {},
    h("nav", { class: "crumbs", "aria-label": "Where this is" }, h("a", { href: `#${base}` }, sweep.name), " / ", h("a", { href: `#${base}?view=points` }, "points"), " / ", index),
    h("div", { class: "head" }, h("h1", {}, `Point ${index} `, state.node, " ", connection),
      h("div", { class: "actions" }, controls, h("a", { class: "button", href: `#${base}/points/${Math.max(0, index - 1)}`, "aria-disabled": index === 0 ? "true" : null }, "Previous"),
        h("a", { class: "button", href: `#${base}/points/${Math.min(sweep.expected - 1, index + 1)}`, "aria-disabled": index === sweep.expected - 1 ? "true" : null }, "Next"))),
    strip, failure, run.node, records.node,
    h("div", { class: "two" }, h("div", {}, facts, log.node), configuration(point)));
}

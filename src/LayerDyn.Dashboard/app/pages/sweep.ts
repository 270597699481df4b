import { act, follow, get, getText, id, type Feed } from "../api";
import { chartView, type ChartView } from "../charts/view";
import { firstOf, sizeOf } from "../charts/behind";
import type { Pick } from "../charts/pick";
import { button, confirmed, fill, h, setText, type Child } from "../dom";
import { bytes, count, duration, moment, num, origin, plural, shorten } from "../format";
import { elsewhere } from "../parts/elsewhere";
import { curveFindings } from "../parts/findings";
import { sweepLabels } from "../parts/labels";
import { liveCurve } from "../parts/live-curve";
import { logList } from "../parts/log-list";
import { pointTable } from "../parts/point-table";
import { active, etaOf, paceOf, progressBar, stateChip } from "../parts/progress";
import { empty, notice } from "../parts/states";
import { keepQuery, type Place } from "../router";
import { may, owns } from "../session";
import type { Curve, CurveSummary, Sweep, SweepAction, Usage } from "../types";

const listEvery = 4000;

/** A sweep while it runs and after: progress, curves, points, spec. */
export async function sweepPage(place: Place): Promise<Node> {
  const sweepId = place.params[0]!;
  let sweep = await get<Sweep>(`/sweeps/${id(sweepId)}`, place.signal);
  place.title(sweep.title || sweep.name);
  const axes = sweep.axes.map(axis => axis.name);
  const state = stateChip(), bar = progressBar(), labels = sweepLabels(may("submit"), next => show(next));
  const heading = h("span");
  const names = ["Done", "Running", "Failed", "Diverged", "Points/s", "Time left"];
  const figures = names.map(() => h("dd"));
  const message = h("p", { class: "message", role: "status" });
  const actions = h("div", { class: "actions" });
  const connection = h("span", { class: "live", role: "status" });
  let feed: Feed | null = null;
  let buttonsFor = "";
  let body: { node: Node; curves(names: string[]): void; status(): void; leave(): void } | null = null;

  function show(next: Sweep): void {
    sweep = next;
    state.update(sweep.state);
    setText(heading, sweep.title || sweep.name);
    labels.update(sweep);
    bar.update(sweep);
    [`${count(sweep.finished + sweep.diverged)} / ${count(sweep.expected)}`, runningOf(sweep), count(sweep.failed), count(sweep.diverged), paceOf(sweep), etaOf(sweep)]
      .forEach((text, at) => setText(figures[at]!, text));
    figures[2]!.classList.toggle("bad", sweep.failed > 0);
    setText(message, sweep.message);
    message.hidden = !sweep.message;
    const key = `${sweep.state} ${sweep.failed > 0} ${sweep.priority}`;
    if (key !== buttonsFor) { buttonsFor = key; drawActions(); }
  }

  function drawActions(): void {
    const run = (verb: string, done: string) => async (): Promise<void> => {
      try { const next = await act<Sweep>("POST", `/sweeps/${id(sweepId)}/${verb}`); if (next) show(next); notice(done); connect(); }
      catch (error) { notice((error as Error).message, true); }
    };
    const ended = sweep.state === "completed" || sweep.state === "cancelled";
    fill(actions, owns(sweep.owner) && [
      sweep.state === "running" && button("Pause", () => void run("pause", "Paused: running points stop at their next checkpoint.")()),
      (sweep.state === "paused" || sweep.state === "cancelled" || sweep.state === "broken") && button("Resume", () => void run("resume", "Resumed.")(), { class: "primary" }),
      sweep.failed > 0 && button("Retry failed", () => void run("retry", "Failed points are pending again.")()),
      !ended && h("label", { class: "inline" }, "Priority ", h("select", { onchange: (event: Event) => {
        const priority = (event.target as HTMLSelectElement).value;
        act<Sweep>("PUT", `/sweeps/${id(sweepId)}/priority`, JSON.stringify({ priority })).then(next => next && show(next), error => notice((error as Error).message, true));
      } }, ["low", "normal", "high"].map(level => h("option", { selected: level === sweep.priority }, level)))),
      !ended && button("Cancel", () => void confirmed(`Cancel ${sweep.name}?`, "Points that are done stay in the store. It can be resumed later and computes only what is missing.", "Cancel the sweep")
        .then(yes => { if (yes) return run("cancel", "Cancelled.")(); return undefined; }), { class: "danger" }),
      (ended || sweep.state === "paused" || sweep.state === "broken") && button("Delete", () => void deleted(), { class: "danger" }),
    ]);
  }

  async function deleted(): Promise<void> {
    try {
      const usage = await get<Usage>(`/sweeps/${id(sweepId)}/usage`, place.signal);
      const text = `All its results, curves and checkpoints are deleted: ${plural(usage.files, "file")}, ${bytes(usage.total)}. Other sweeps keep what they took of it.`;
      if (!await confirmed(`Delete ${sweep.name}?`, text, "Delete the sweep")) return;
      await act("DELETE", `/sweeps/${id(sweepId)}`);
      notice(`${sweep.name} was deleted.`);
      location.hash = "#/";
    } catch (error) { notice((error as Error).message, true); }
  }

  function connect(): void {
    feed?.close();
    feed = follow(sweepId, {
      status: data => { const before = sweep.finished + sweep.diverged + sweep.failed; show(JSON.parse(data) as Sweep); if (before !== sweep.finished + sweep.diverged + sweep.failed) body?.status(); },
      curves: changed => body?.curves(changed),
      end: () => { live("idle", "rest"); body?.curves(sweep.curves); void get<Sweep>(`/sweeps/${id(sweepId)}`, place.signal).then(show, () => {}); },
      connected: yes => yes ? live("live", "on") : live("reconnecting", "off"),
    });
  }
  function live(text: string, kind: string): void { connection.className = `live ${kind}`; setText(connection, text); }
  // Somebody else may set it going again: its own feed has ended.
  const wake = setInterval(() => {
    if (document.hidden || active(sweep)) return;
    get<Sweep>(`/sweeps/${id(sweepId)}`, place.signal).then(next => { show(next); if (active(next)) connect(); }, () => {});
  }, listEvery);
  place.onLeave(() => { clearInterval(wake); feed?.close(); body?.leave(); });

  const views = [["curves", "Curves"], ["explore", "Explore"], ["points", "Points"], ["log", "Log"], ["spec", "Spec"]] as const;
  const panel = h("div", { class: "view" });
  const tabs = h("div", { class: "tabs", role: "tablist", "aria-label": "Views of the sweep" }, views.map(([key, text]) => h("button", {
    type: "button", role: "tab", id: `tab-${key}`, "data-key": key, onclick: () => void turn(key),
    onkeydown: (event: KeyboardEvent) => {
      const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
      if (!step) return;
      const at = (views.findIndex(found => found[0] === key) + step + views.length) % views.length;
      (tabs.children[at] as HTMLElement).focus();
      void turn(views[at]![0]);
    },
  }, text)));

  async function turn(key: string): Promise<void> {
    for (const tab of tabs.children) {
      const mine = (tab as HTMLElement).dataset.key === key;
      tab.setAttribute("aria-selected", String(mine));
      tab.setAttribute("tabindex", mine ? "0" : "-1");
    }
    panel.setAttribute("role", "tabpanel");
    panel.setAttribute("aria-labelledby", `tab-${key}`);
    if (key === "curves") place.query.delete("view"); else place.query.set("view", key);
    keepQuery(place.query);
    body?.leave();
    try { body = key === "points" ? pointsView() : key === "explore" ? await exploreView() : key === "log" ? await logView() : key === "spec" ? await specView(sweep, place) : await curvesView(sweep, axes, place); }
    catch (error) { if (!place.signal.aborted) fill(panel, empty("This could not be read", h("p", {}, (error as Error).message))); return; }
    fill(panel, body.node);
  }

  function pointsView(): NonNullable<typeof body> {
    const table = pointTable(sweepId, axes, place.signal, { state: place.query.get("state") ?? "" });
    table.show({ where: place.query.getAll("where").map(pair => [pair.slice(0, pair.indexOf(":")), pair.slice(pair.indexOf(":") + 1)] as [string, string]), behind: place.query.get("behind") ?? "" });
    let last = Date.now();
    return { node: table.node, curves() {}, leave() {}, status() { if (Date.now() - last > 2000) { last = Date.now(); table.refresh(); } } };
  }

  async function logView(): Promise<NonNullable<typeof body>> {
    const log = logList(`/sweeps/${id(sweepId)}`, "sweep", place.signal);
    await log.load();
    let last = Date.now();
    return { node: log.node, curves() {}, leave() {}, status() { if (Date.now() - last > 2000) { last = Date.now(); void log.load(); } } };
  }

  async function exploreView(): Promise<NonNullable<typeof body>> {
    const explored = await (await import("../explore/explorer")).explorer(sweep, place);
    return { node: explored.node, curves: explored.refresh, leave: explored.leave, status: explored.refresh };
  }

  show(sweep);
  await turn(place.query.get("view") ?? "curves");
  connect();
  if (!active(sweep)) live("idle", "rest");
  return h("div", {},
    h("div", { class: "head" }, h("div", {}, h("h1", {}, heading, " ", state.node, " ", connection), h("p", { class: "lead" }, sweep.description)), actions),
    labels.node,
    bar.node,
    h("dl", { class: "facts strip" }, names.map((name, at) => h("div", {}, h("dt", {}, name), figures[at]!))), message,
    h("p", { class: "dim small" }, axes.length ? `${gridOf(sweep)} · ` : "", sweep.submitted && `submitted ${moment(sweep.submitted)}${sweep.owner ? ` by ${sweep.owner}` : ""}${origin(sweep) && ` with ${origin(sweep)}`} · `, sweep.ended && `ended ${moment(sweep.ended)} · `, sweep.seconds !== null && !active(sweep) ? `took ${duration(num(sweep.seconds))} · ` : "", sweep.fromStore ? `${plural(sweep.fromStore, "point")} from the store · ` : "", h("code", {}, sweep.id)),
    elsewhere(sweep, place.signal),
    tabs, panel);
}

/** How many points run, and how far they are: a sweep of long points moves too. */
/** The axes with their lengths; sampled ones share their samples. */
function gridOf(sweep: Sweep): string {
  const drawn = sweep.axes.filter(axis => axis.isSampled).map(axis => axis.name);
  return [...sweep.axes.filter(axis => !axis.isSampled).map(axis => `${axis.name} (${axis.count})`), ...drawn.length ? [`samples of ${drawn.join(", ")}`] : []].join(" × ");
}

const runningOf = (sweep: Sweep): string => sweep.running > 0 && sweep.runningStepsTotal > 0
  ? `${count(sweep.running)} at ${Math.floor(100 * sweep.runningSteps / sweep.runningStepsTotal)} %` : count(sweep.running);

/** The curves of a sweep: one is drawn, all are listed with what was found. */
async function curvesView(sweep: Sweep, axes: string[], place: Place) {
  const summaries = new Map<string, CurveSummary>();
  let selected = place.query.get("curve") ?? sweep.curves[0] ?? "";
  let view: ChartView | null = null;
  let loader: ReturnType<typeof liveCurve> | null = null;
  let shape = "";
  const stage = h("div", { class: "stage" }), under = h("div", { class: "under" }), behind = h("div", { class: "behind" });
  const list = h("div", { class: "curve-list", role: "group", "aria-label": "Curves" });
  const table = pointTable(sweep.id, axes, place.signal);

  const drawList = (): void => {
    if (sweep.curves.length < 2) { list.hidden = true; return; }
    fill(list, sweep.curves.map(name => h("button", { type: "button", "aria-pressed": String(name === selected), onclick: () => choose(name) },
      h("strong", {}, name), h("small", {}, summaries.get(name) ? `${summaries.get(name)!.kind} · ${plural(summaries.get(name)!.points, "point")}` : ""))));
  };
  const loadList = async (): Promise<void> => {
    for (const found of await get<CurveSummary[]>(`/sweeps/${id(sweep.id)}/curves`, place.signal)) summaries.set(found.name, found);
    drawList();
  };
  const picked = (pick: Pick): void => {
    if (sizeOf(pick.behind) === 1) { location.hash = `/sweeps/${id(sweep.id)}/points/${firstOf(pick.behind)}`; return; }
    if (!table.node.isConnected) fill(behind, table.node);
    // A cell is what its axes say; the axes of a line, and parts of what an axis is drawn from, are left to the list.
    const { where, behind: list } = pick.series || pick.where.length < 2 ? pick : { where: pick.where, behind: "" };
    table.show({ where, behind: list }, `Points behind ${pick.series ? shorten(pick.title) : "this cell"}`);
    behind.scrollIntoView({ block: "nearest", behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
  };
  const show = (curve: Curve): void => {
    const blank = curve.points === 0 || curve.chart.panels.length === 0;
    const next = `${curve.name} ${curve.chart.$type} ${blank}`;
    if (blank && shape !== next) {
      view?.dispose();
      view = null;
      fill(stage, empty("Nothing to draw yet", h("p", {}, "The curve appears with the first points that are committed.")));
    } else if (!blank && (shape !== next || !view)) {
      view?.dispose();
      const base = `/api/v1/sweeps/${id(sweep.id)}/curves/${id(curve.name)}`;
      view = chartView(curve.chart, { axes, links: { name: `${sweep.name}-${curve.name}`, csv: `${base}.csv`, svg: `${base}.svg` }, picked });
      fill(stage, view.node);
    } else if (!blank) view!.update(curve.chart);
    shape = next;
    fill(under, curveFindings(curve));
  };
  const choose = (name: string): void => {
    selected = name;
    place.query.set("curve", name);
    if (name === sweep.curves[0]) place.query.delete("curve");
    keepQuery(place.query);
    drawList();
    shape = "";
    fill(behind);
    fill(stage, h("p", { class: "loading chart-loading" }, "Loading"));
    loader?.stop();
    loader = liveCurve(sweep.id, name, place.signal, show, error => { if (!view) fill(stage, empty("The curve could not be read", h("p", {}, (error as Error).message))); });
    loader.changed();
  };
  if (selected) choose(selected);
  void loadList().catch(() => {});
  let listing: ReturnType<typeof setTimeout> | undefined;
  return {
    node: selected
      ? h("div", { class: sweep.curves.length > 1 ? "curves many" : "curves" }, list, h("div", { class: "main" }, stage, under, behind))
      : empty("This sweep draws no curves", h("p", {}, "Its points are under Points. Add curves to the spec and extend the sweep: nothing is computed twice.")),
    curves(changed: string[]) {
      if (changed.length === 0 || changed.includes(selected)) loader?.changed();
      listing ??= setTimeout(() => { listing = undefined; void loadList().catch(() => {}); }, listEvery);
    },
    status() {},
    leave() { clearTimeout(listing); loader?.stop(); view?.dispose(); view = null; },
  };
}

/** How it came about: the command line, and what it was worked on with. */
function cameAbout(sweep: Sweep): Node | false {
  const lines: Child[] = [
    sweep.command && h("p", {}, "By ", h("code", { class: "break" }, sweep.command)),
    ...sweep.hardware.map(of => h("p", {}, `On ${of.silos === 1 ? "" : `${count(of.silos)} silos, each `}${of.system}, ${of.processor}, ${plural(of.cores, "core")}, slots: ${of.slots}; LayerDyn `, h("code", { class: "break" }, of.version))),
  ];
  return lines.some(Boolean) && h("section", {}, h("h2", {}, "How it came about"), lines);
}

async function specView(sweep: Sweep, place: Place) {
  const sweepId = sweep.id;
  const [history, written, resolved] = await Promise.all([get<SweepAction[]>(`/sweeps/${id(sweepId)}/history`, place.signal), getText(`/sweeps/${id(sweepId)}/spec`, place.signal), getText(`/sweeps/${id(sweepId)}/spec/resolved`, place.signal).catch(() => "")]);
  const block = (title: string, text: string): Node => h("section", {}, h("div", { class: "head" }, h("h2", {}, title), button("Copy", () => void navigator.clipboard.writeText(text).then(() => notice("Copied."))))
    , h("pre", { tabindex: 0 }, text));
  const told = h("section", {}, h("div", { class: "head" }, h("h2", {}, "History")), h("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": "History" }, h("table", {},
    h("thead", {}, h("tr", {}, ["When", "What", "By", "Detail"].map(title => h("th", { scope: "col" }, title)))),
    h("tbody", {}, [...history].reverse().map(action => h("tr", {}, h("td", { class: "date" }, moment(action.at)), h("td", {}, action.what), h("td", {}, action.by || "–"), h("td", {}, action.detail)))))));
  return { node: h("div", {}, h("div", { class: "two" }, block("As submitted", written), resolved && block("With every default", resolved)), cameAbout(sweep), history.length > 0 && told) as Node, curves() {}, status() {}, leave() {} };
}

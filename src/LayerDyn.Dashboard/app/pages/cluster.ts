import { get } from "../api";
import { chartView, type ChartView } from "../charts/view";
import { fill, h } from "../dom";
import { bytes, plural, since } from "../format";
import { loadChart } from "../parts/load-chart";
import { empty } from "../parts/states";
import type { Place } from "../router";
import { about, may } from "../session";
import type { Cluster, Quota, QuotaLine, SiloLoad, Slot, SweepPage } from "../types";

/** Silos, their device slots, and what runs in them. */
export async function clusterPage(place: Place): Promise<Node> {
  place.title("Cluster");
  const holder = h("div");
  const summary = h("p", { class: "lead" });
  const quota = h("p", { class: "dim" });
  let names = new Map<string, string>();
  const load = async (): Promise<void> => {
    const [cluster, sweeps, used] = await Promise.all([get<Cluster>("/cluster", place.signal), get<SweepPage>("/sweeps?limit=100", place.signal), get<Quota>("/quota", place.signal)]);
    fill(quota, quotaText(used));
    names = new Map(sweeps.items.map(sweep => [sweep.id, sweep.name]));
    show(cluster);
  };
  const show = (cluster: Cluster): void => {
    const slots = cluster.silos.flatMap(silo => silo.slots);
    const busy = slots.filter(slot => slot.running).length;
    fill(summary, `${plural(cluster.silos.length, "silo")}, ${busy} of ${plural(slots.length, "slot")} at work.`);
    fill(holder, cluster.silos.length === 0 ? empty("No silo has joined yet") : cluster.silos.map(silo =>
      h("section", { class: "silo", "aria-label": `Silo ${silo.name}` },
        h("header", {}, h("h2", {}, silo.name), h("span", { class: `chip ${silo.status.toLowerCase()}` }, silo.status.toLowerCase()),
          h("small", {}, `${silo.address} · version ${silo.version.split("+")[0]} · up ${since(silo.started)}`)),
        silo.slots.length === 0 ? h("p", { class: "dim" }, "No device slots: this silo hosts grains only.")
          : h("ul", { class: "slots" }, silo.slots.map(slotCard)))));
  };
  const slotCard = (slot: Slot, at: number): Node => h("li", { class: slot.running ? "slot busy" : "slot" },
    h("strong", {}, `slot ${at + 1}`), h("small", {}, `${slot.kind}${slot.kind === "cpu" ? "" : ` ${slot.device}`}${slot.memoryBytes > 0 ? ` · ${bytes(slot.memoryBytes)}` : ""}`),
    slot.running
      ? h("p", {}, h("a", { href: `#/sweeps/${encodeURIComponent(slot.running.sweep)}` }, names.get(slot.running.sweep) ?? slot.running.sweep), h("br"), `${plural(slot.running.count, "point")} for ${since(slot.running.since)}`)
      : h("p", { class: "dim" }, "free"));
  const taken = h("div", { class: "stage" });
  let chart: ChartView | null = null;
  const loadOf = async (): Promise<void> => {
    const found = await get<SiloLoad>("/silo/load", place.signal);
    if (found.samples.length < 2) return;
    const next = loadChart(found, Date.now());
    if (chart) { chart.update(next); return; }
    chart = chartView(next, { axes: [], links: { name: `${found.silo}-load` } });
    fill(taken, chart.node);
  };
  await load();
  void loadOf().catch(() => {});
  const slow = setInterval(() => { if (!document.hidden) loadOf().catch(() => {}); }, 5000);
  const timer = setInterval(() => { if (!document.hidden) load().catch(() => {}); }, 2000);
  place.onLeave(() => { clearInterval(timer); clearInterval(slow); chart?.dispose(); });
  return h("div", {}, h("div", { class: "head" }, h("h1", {}, "Cluster"),
    h("div", { class: "tools" }, may("admin") && h("a", { href: "/orleans/", rel: "noopener" }, "Grain internals (Orleans)"), h("a", { href: "/openapi/v1.json" }, "API description"))),
    summary, quota, holder, taken, h("p", { class: "dim" }, `${about.product} ${about.version}, numerics version ${about.numericsVersion}`));
}

/** What the caller uses of each limit of its quota; nothing where there is none. */
function quotaText(quota: Quota): string {
  const line = (used: QuotaLine | null | undefined, of: string, text = (n: number): string => n.toLocaleString("en")): string | null => used ? `${text(used.used)} of ${text(used.most)}${of}` : null;
  const lines = [line(quota.sweeps, " sweeps at work"), line(quota.points, " points that remain"), line(quota.slots, " slots"), line(quota.bytes, " stored", bytes)].filter(text => text !== null);
  return lines.length > 0 ? `Quota of ${quota.owner}: ${lines.join(", ")}.` : "";
}

import { get, id } from "../api";
import type { Sweep, SweepPage } from "../types";

const exact = /^[a-z0-9][a-z0-9-]*-[0-9a-f]{8}$/;
const most = 1000;

/** The sweep that a report names, as the command line would: an id, a name for the newest, NAME@2 for the one before it, NAME@HEX by its id. */
export async function sweepNamed(written: string, signal: AbortSignal): Promise<Sweep> {
  if (exact.test(written)) try { return await get<Sweep>(`/sweeps/${id(written)}`, signal); } catch (error) { if (signal.aborted) throw error; }
  const at = written.lastIndexOf("@"), name = at < 0 ? written : written.slice(0, at), which = at < 0 ? "1" : written.slice(at + 1).toLowerCase();
  const page = await get<SweepPage>(`/sweeps?name=${id(name)}&sort=-submitted&limit=${most}`, signal);
  const named = page.items.filter(sweep => sweep.name === name);
  const found = /^\d{1,3}$/.test(which) ? named[Number(which) - 1] : named.filter(sweep => sweep.id.slice(-8).startsWith(which)).find((_, __, all) => all.length === 1);
  if (!found) throw new Error(named.length ? `there are ${named.length} sweeps of this name, and not this one` : "there is no such sweep");
  return found;
}

/** Refuses a curve that the sweep does not have. */
export function checkCurve(sweep: Sweep, name: string): void {
  if (!sweep.curves.includes(name)) throw new Error(sweep.curves.length ? `it has no such curve; it has: ${sweep.curves.join(", ")}` : "it draws no curves");
}

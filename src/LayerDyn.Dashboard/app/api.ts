import type { SpecProblem } from "./types";

/** What the server refused, in its own words. */
export class Refusal extends Error {
  constructor(readonly status: number, readonly title: string, readonly detail: string, readonly problems: SpecProblem[] = []) {
    super(detail || title);
  }
}

let csrf: string | null = null;
let onUnauthorised: () => void = () => {};

export function setCsrf(token: string | null): void { csrf = token; }
export function setOnUnauthorised(act: () => void): void { onUnauthorised = act; }

// A page that asks for nothing by itself looks so often whether the silo is still there.
const quiet = 10_000, between = 5000;
let answered = 0, isReachable = true;
let onReachable: (yes: boolean) => void = () => {};

function heard(yes: boolean): void {
  if (yes) answered = performance.now();
  if (yes === isReachable) return;
  isReachable = yes;
  onReachable(yes);
}

/** Says when the silo stops answering, whatever is asked or nothing, and when it is back. */
export function watchSilo(on: (reachable: boolean) => void): void {
  onReachable = on;
  const look = (): void => { if (!document.hidden) void send("/about").catch(() => { /* it is told of */ }); };
  setInterval(() => { if (performance.now() - answered > quiet) look(); }, between);
  addEventListener("offline", look);
  addEventListener("online", look);
}

async function send(path: string, init: RequestInit = {}): Promise<Response> {
  const headers = new Headers(init.headers);
  if (csrf && init.method && init.method !== "GET") headers.set("X-LayerDyn-Csrf", csrf);
  let response: Response;
  try {
    response = await fetch(`/api/v1${path}`, { ...init, headers, credentials: "same-origin" });
  } catch (error) {
    if (init.signal?.aborted) throw error;
    heard(false);
    throw new Refusal(0, "The silo does not answer", "It may be restarting. This page tries again by itself.");
  }
  heard(true);
  if (response.ok) return response;
  let problem: { title?: string; detail?: string; problems?: SpecProblem[] } = {};
  try { problem = await response.json(); } catch { /* not JSON: the status says it */ }
  if (response.status === 401) onUnauthorised();
  throw new Refusal(response.status, problem.title ?? `Status ${response.status}`, problem.detail ?? "", problem.problems ?? []);
}

export const id = encodeURIComponent;
export const getText = async (path: string, signal?: AbortSignal): Promise<string> => (await send(path, { signal })).text();
export const get = async <T>(path: string, signal?: AbortSignal): Promise<T> => (await send(path, { signal })).json() as Promise<T>;

/** As `get`, with the number of bytes that came over the wire, so that a caller can stay within a rate. */
export async function getSized<T>(path: string, signal?: AbortSignal): Promise<[T, number]> {
  const response = await send(path, { signal });
  const text = await response.text();
  const timing = performance.getEntriesByName(response.url).at(-1) as PerformanceResourceTiming | undefined;
  performance.clearResourceTimings();
  return [JSON.parse(text) as T, timing?.encodedBodySize || text.length];
}

export async function act<T>(method: "POST" | "PUT" | "PATCH" | "DELETE", path: string, body?: string, type = "application/json"): Promise<T | null> {
  const response = await send(path, { method, body, headers: body === undefined ? {} : { "Content-Type": type } });
  const text = await response.text();
  return text ? JSON.parse(text) as T : null;
}

export interface Feed { close(): void }

/** Follows a sweep's events. The browser reconnects by itself; `onState` hears of it. */
export function follow(sweep: string, on: { status(data: string): void; curves(names: string[]): void; end(): void; connected(yes: boolean): void }): Feed {
  const source = new EventSource(`/api/v1/sweeps/${id(sweep)}/events`);
  source.addEventListener("open", () => on.connected(true));
  source.addEventListener("error", () => on.connected(false));
  source.addEventListener("status", event => on.status((event as MessageEvent<string>).data));
  source.addEventListener("curves", event => on.curves((JSON.parse((event as MessageEvent<string>).data) as { names: string[] }).names));
  source.addEventListener("end", () => { source.close(); on.end(); });
  return source;
}

// Pages by the part of the address after #: no server routes, and a link to anything can be kept.

/** What a page can rely on: an abort signal for its requests, and clean-up when it is left. */
export interface Place { params: string[]; query: URLSearchParams; signal: AbortSignal; onLeave(act: () => void): void; title(text: string): void }
export type Render = (place: Place) => Promise<Node> | Node;

const routes: [RegExp, Render][] = [];
export function route(pattern: string, render: Render): void {
  routes.push([new RegExp(`^${pattern.replace(/:\w+/g, "([^/]+)")}$`), render]);
}

export const go = (path: string): void => { location.hash = path; };

/** Changes the query of the address without opening the page again. */
export function keepQuery(query: URLSearchParams): void {
  const path = location.hash.slice(1).split("?")[0];
  history.replaceState(null, "", `#${path}${query.size ? `?${query}` : ""}`);
}

let leave: (() => void)[] = [];
let visit = 0;

export async function open(main: HTMLElement, failed: (error: unknown, again: () => void) => Node, opened: (path: string) => void): Promise<void> {
  const mine = ++visit;
  for (const act of leave) act();
  leave = [];
  const abort = new AbortController();
  leave.push(() => abort.abort());
  const [path = "/", query = ""] = (location.hash.slice(1) || "/").split("?");
  const again = () => void open(main, failed, opened);
  opened(path);
  const slow = setTimeout(() => { if (mine === visit) main.replaceChildren(Object.assign(document.createElement("p"), { className: "loading", textContent: "Loading" })); }, 150);
  try {
    const found = routes.map(([pattern, render]) => [pattern.exec(path), render] as const).find(([match]) => match);
    if (!found) throw new Error(`There is no page ${path}`);
    const node = await found[1]({
      params: found[0]!.slice(1).map(decodeURIComponent), query: new URLSearchParams(query), signal: abort.signal,
      onLeave: act => { if (mine === visit) leave.push(act); else act(); },
      title: text => { if (mine === visit) document.title = `${text} · LayerDyn`; },
    });
    if (mine !== visit) return;
    main.replaceChildren(node);
    if (visit > 1) { main.focus({ preventScroll: true }); scrollTo(0, 0); }
  } catch (error) {
    if (mine !== visit || abort.signal.aborted) return;
    main.replaceChildren(failed(error, again));
  } finally {
    clearTimeout(slow);
  }
}

// Light, dark, or as the system is. The choice is an attribute of the root element, so that no inline style is needed.

export type Theme = "system" | "light" | "dark";
const listeners = new Set<() => void>();
const system = matchMedia("(prefers-color-scheme: dark)");

// A report that stands alone may be opened where nothing can be kept.
const kept = (): Storage | null => { try { return localStorage; } catch { return null; } };
let printing = false;

export const theme = (): Theme => printing ? "light" : (kept()?.getItem("theme") as Theme | null) ?? "system";
export const isDark = (): boolean => theme() === "dark" || (theme() === "system" && system.matches);

export function setTheme(next: Theme): void {
  if (next === "system") kept()?.removeItem("theme");
  else kept()?.setItem("theme", next);
  apply();
}

export function apply(): void {
  document.documentElement.dataset.theme = isDark() ? "dark" : "light";
  for (const listener of listeners) listener();
}

export function onTheme(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

system.addEventListener("change", apply);

/** What is printed is black on white. */
export function printLight(): void {
  for (const [event, on] of [["beforeprint", true], ["afterprint", false]] as const) addEventListener(event, () => { printing = on; apply(); });
}

// Light, dark, or as the system is. The choice is an attribute of the root element, so that no inline style is needed.

export type Theme = "system" | "light" | "dark";
const listeners = new Set<() => void>();
const system = matchMedia("(prefers-color-scheme: dark)");

export const theme = (): Theme => (localStorage.getItem("theme") as Theme | null) ?? "system";
export const isDark = (): boolean => theme() === "dark" || (theme() === "system" && system.matches);

export function setTheme(next: Theme): void {
  if (next === "system") localStorage.removeItem("theme");
  else localStorage.setItem("theme", next);
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

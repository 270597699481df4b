import { Refusal } from "../api";
import { button, h, type Child } from "../dom";

/** What a page shows when it cannot be opened. */
export function failure(error: unknown, again: () => void): Node {
  const refusal = error instanceof Refusal ? error : null;
  const lost = refusal?.status === 0;
  const box = h("section", { class: "state", role: "alert" },
    h("h1", {}, refusal?.title ?? "This page could not be opened"),
    h("p", {}, refusal?.detail || (error instanceof Error ? error.message : String(error))),
    h("div", { class: "actions" }, button("Try again", again, { class: "primary" }), h("a", { class: "button", href: "#/" }, "All sweeps")));
  if (lost) {
    const timer = setTimeout(() => { if (box.isConnected) again(); }, 3000);
    addEventListener("hashchange", () => clearTimeout(timer), { once: true });
  }
  return box;
}

/** What stands where there is nothing yet. */
export const empty = (title: string, ...children: Child[]): Node => h("section", { class: "state" }, h("h2", {}, title), ...children);

/** A message that fades from attention, announced to screen readers. */
export function notice(text: string, bad = false): void {
  document.querySelector(".notice")?.remove();
  const box = h("p", { class: bad ? "notice bad" : "notice", role: bad ? "alert" : "status" }, text);
  document.body.appendChild(box);
  setTimeout(() => box.remove(), bad ? 8000 : 4000);
}

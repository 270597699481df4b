import { act, id } from "../api";
import { button, fill, h } from "../dom";
import type { Sweep } from "../types";
import { notice } from "./states";

/** The tags of a sweep; each leads to the sweeps that have it. */
export const tagChips = (tags: string[]): HTMLElement[] => tags.map(tag => h("a", { class: "chip tag", href: `#/?tag=${encodeURIComponent(tag)}` }, tag));

/** Title, tags and note of a sweep; who may submit can change them. */
export function sweepLabels(mayChange: boolean, changed: (sweep: Sweep) => void): { node: HTMLElement; update(sweep: Sweep): void } {
  const node = h("div", { class: "labels" });
  let shown = "", editing = false, sweep: Sweep | null = null;

  function show(): void {
    editing = false;
    fill(node, sweep!.tags.length > 0 && h("span", { class: "tags" }, tagChips(sweep!.tags)), sweep!.note && h("p", { class: "said" }, sweep!.note),
      mayChange && button(sweep!.title || sweep!.note || sweep!.tags.length ? "Edit title, tags and note" : "Add a title, tags or a note", edit, { class: "quiet small" }));
  }

  function edit(): void {
    editing = true;
    const before = sweep!;
    const title = h("input", { type: "text", value: before.title, maxlength: 120 }), tags = h("input", { type: "text", value: before.tags.join(" ") }), note = h("textarea", { rows: 4, maxlength: 4000 }, before.note);
    const save = async (event: Event): Promise<void> => {
      event.preventDefault();
      const wanted = tags.value.split(/[\s,]+/).filter(Boolean);
      // What somebody else changed meanwhile stays.
      const change = {
        title: title.value !== before.title ? title.value.trim() : null, note: note.value !== before.note ? note.value.trim() : null,
        addTags: wanted.filter(tag => !before.tags.includes(tag)), removeTags: before.tags.filter(tag => !wanted.includes(tag)),
      };
      if (change.title === null && change.note === null && !change.addTags.length && !change.removeTags.length) { show(); return; }
      try {
        const next = await act<Sweep>("PATCH", `/sweeps/${id(before.id)}`, JSON.stringify(change));
        editing = false;
        if (next) changed(next);
        else show();
      } catch (error) { notice((error as Error).message, true); }
    };
    fill(node, h("form", { onsubmit: (event: Event) => void save(event) },
      h("label", {}, "Title", title), h("label", {}, "Tags, with spaces between them", tags), h("label", {}, "Note", note),
      h("div", { class: "actions" }, h("button", { type: "submit", class: "primary" }, "Save"), button("Cancel", show))));
    title.focus();
  }

  return {
    node,
    update(next) {
      sweep = next;
      const now = JSON.stringify([next.title, next.note, next.tags]);
      if (editing || now === shown) return;
      shown = now;
      show();
    },
  };
}

import { fill, h } from "../dom";
import { plural } from "../format";
import type { Schema } from "./schema";
import { suggestions, type Completion, type Suggestion } from "./suggestions";

const most = 60, pad = 12;

/**
 * Completes what is written into a text area from a schema: while a word is typed, or by Ctrl+Space. Arrows choose, Enter and Tab take,
 * Escape closes; without an open list all keys do what they always do.
 */
export function completes(area: HTMLTextAreaElement, schema: Schema): HTMLElement {
  const list = h("ul", { id: `${area.id}-suggestions`, role: "listbox", "aria-label": "Suggestions", class: "suggestions", hidden: true });
  const said = h("p", { class: "sr", "aria-live": "polite" });
  let now: Completion | null = null, chosen = 0;
  area.setAttribute("aria-autocomplete", "list");
  area.setAttribute("aria-controls", list.id);

  const close = (): void => {
    now = null;
    list.hidden = true;
    area.removeAttribute("aria-activedescendant");
    said.textContent = "";
  };
  const choose = (at: number): void => {
    chosen = at;
    for (const [place, item] of [...list.children].entries()) item.setAttribute("aria-selected", String(place === at));
    area.setAttribute("aria-activedescendant", list.children[at]!.id);
    list.children[at]!.scrollIntoView({ block: "nearest" });
  };
  const open = (asked: boolean): void => {
    if (area.selectionStart !== area.selectionEnd) { close(); return; }
    const found = suggestions(area.value, area.selectionStart, schema);
    const items = found.items.slice(0, most);
    const isWhole = items.length === 1 && items[0]!.insert === area.value.slice(found.from, found.to);
    if (items.length === 0 || (!asked && (!found.word || isWhole))) { close(); return; }
    now = { ...found, items };
    fill(list, items.map((item, at) => h("li", { id: `${list.id}-${at}`, role: "option", "aria-selected": "false", onmousedown: (event: Event) => { event.preventDefault(); take(item); } },
      h("code", {}, item.label), h("span", {}, item.detail))));
    list.hidden = false;
    place(found.from);
    choose(0);
    said.textContent = plural(items.length, "suggestion");
  };
  /** Below the line of the word, within the width of the area. */
  const place = (from: number): void => {
    const before = area.value.slice(0, from).split("\n"), { lineHeight } = getComputedStyle(area);
    list.style.top = `${area.offsetTop + before.length * parseFloat(lineHeight) + pad - area.scrollTop}px`;
    list.style.left = "0px";
    const ruler = h("span", { class: "ruler" }, "0".repeat(before.at(-1)!.length));
    list.parentElement!.append(ruler);
    const left = area.offsetLeft + pad + ruler.getBoundingClientRect().width - area.scrollLeft;
    ruler.remove();
    list.style.left = `${Math.max(0, Math.min(left, area.offsetLeft + area.clientWidth - list.offsetWidth))}px`;
  };
  const take = (item: Suggestion): void => {
    const { from, to } = now!;
    close();
    area.focus();
    area.setSelectionRange(from, to);
    // Unlike setRangeText it can be undone; nothing newer does that.
    if (!document.execCommand("insertText", false, item.insert)) {
      area.setRangeText(item.insert, from, to, "end");
      area.dispatchEvent(new Event("input"));
    }
    const end = from + item.insert.length - item.back;
    area.setSelectionRange(end, end);
    if (item.back || item.insert.endsWith(": ")) open(true); else close();
  };

  area.addEventListener("keydown", event => {
    if (event.key === " " && (event.ctrlKey || event.metaKey)) { event.preventDefault(); open(true); return; }
    if (!now || event.isComposing) return;
    const item = now.items[chosen]!, count = now.items.length;
    if (event.key === "Escape") close();
    else if (event.key === "ArrowDown") choose((chosen + 1) % count);
    else if (event.key === "ArrowUp") choose((chosen + count - 1) % count);
    else if ((event.key === "Enter" || event.key === "Tab") && !event.shiftKey) {
      // A word that is already there in full: the key does what it always does.
      if (item.insert === area.value.slice(now.from, now.to)) { close(); return; }
      take(item);
    } else {
      if (["ArrowLeft", "ArrowRight", "Home", "End", "PageUp", "PageDown"].includes(event.key)) close();
      return;
    }
    event.preventDefault();
  });
  area.addEventListener("input", event => { if ((event as InputEvent).inputType?.startsWith("insertText") || now) open(false); else close(); });
  area.addEventListener("blur", close);
  area.addEventListener("scroll", () => { if (now) place(now.from); });
  area.addEventListener("mousedown", close);
  return h("div", { class: "completion" }, list, said);
}

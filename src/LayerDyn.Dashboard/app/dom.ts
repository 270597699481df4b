// Elements without a framework: text is always text, never markup, so that names from specs cannot become script.

export type Child = Node | string | number | null | undefined | false | Child[];
type Value = string | number | boolean | null | undefined | ((event: any) => void);

/** An element: `on...` are listeners, true is an empty attribute, null and false leave an attribute out. */
export function h<K extends keyof HTMLElementTagNameMap>(tag: K, attributes: Record<string, Value> = {}, ...children: Child[]): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== null && value !== undefined && value !== false) element.setAttribute(name, String(value));
  }
  append(element, children);
  return element;
}

export function append(parent: Node, children: Child[]): void {
  for (const child of children) {
    if (Array.isArray(child)) append(parent, child);
    else if (child instanceof Node) parent.appendChild(child);
    else if (child !== null && child !== undefined && child !== false) parent.appendChild(document.createTextNode(String(child)));
  }
}

/** Replaces what is inside an element. */
export function fill(parent: Element, ...children: Child[]): void {
  parent.replaceChildren();
  append(parent, children);
}

/** Sets text only when it changed, so that nothing is laid out again for nothing. */
export function setText(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}

/** A small line icon: the path is in a 16 by 16 box. */
export function icon(path: string): SVGElement {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  for (const [name, value] of Object.entries({ viewBox: "0 0 16 16", class: "icon", "aria-hidden": "true" })) svg.setAttribute(name, value);
  const line = document.createElementNS(space, "path");
  line.setAttribute("d", path);
  svg.appendChild(line);
  return svg;
}

export function button(label: string, onclick: (event: MouseEvent) => void, attributes: Record<string, Value> = {}): HTMLButtonElement {
  return h("button", { type: "button", onclick, ...attributes }, label);
}

/** A modal question. True when the user agrees; false too when the page is left. */
export function confirmed(question: string, detail: string, agree: string): Promise<boolean> {
  return new Promise(resolve => {
    const dialog = h("dialog", { "aria-labelledby": "question" },
      h("h2", { id: "question" }, question), h("p", {}, detail),
      h("div", { class: "actions" },
        button("Keep it", () => dialog.close("")),
        button(agree, () => dialog.close("yes"), { class: "danger" })));
    const left = (): void => dialog.close(""); // the question is of the page that was left
    addEventListener("hashchange", left);
    dialog.addEventListener("close", () => { removeEventListener("hashchange", left); dialog.remove(); resolve(dialog.returnValue === "yes"); });
    document.body.appendChild(dialog);
    dialog.showModal();
  });
}

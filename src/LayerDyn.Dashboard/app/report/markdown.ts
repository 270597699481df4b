// Text of a report: Markdown (CommonMark with tables) in which the image ![caption](curve:SWEEP/CURVE) stands for a curve.
import MarkdownIt from "markdown-it";

/** Where a curve stands in a text: the sweep as it is written (an id, a name, NAME@2), and the curve's name. */
export interface Reference { sweep: string; curve: string; caption: string }

const scheme = "curve:";
// No markup of the text's own: what looks like it is shown as text. Links to scripts are no links (markdown-it's own rule).
const parser = new MarkdownIt({ html: false, linkify: true });
const align = (style: string | null): string | null => style === "text-align:right" ? "n" : style === "text-align:center" ? "middle" : null;

parser.renderer.rules.image = (tokens, at) => {
  const token = tokens[at]!, source = String(token.attrGet("src") ?? ""), caption = parser.utils.escapeHtml(token.content);
  if (source.startsWith(scheme)) return `<span class="curve-place" data-curve="${parser.utils.escapeHtml(source.slice(scheme.length))}">${caption}</span>`;
  return `<a href="${parser.utils.escapeHtml(source)}" rel="noreferrer">${caption || parser.utils.escapeHtml(source)}</a>`; // a report loads nothing from elsewhere
};
for (const cell of ["td_open", "th_open"]) parser.renderer.rules[cell] = (tokens, at, options, _, self) => {
  const token = tokens[at]!, place = align(token.attrGet("style") as string | null);
  token.attrs = place ? [["class", place]] : null; // no inline style: the content security policy forbids it
  return self.renderToken(tokens, at, options);
};

/** A text as an element; curves are empty places that `placesIn` finds. */
export function rendered(text: string): HTMLElement {
  const article = document.createElement("article");
  article.className = "report";
  article.innerHTML = parser.render(text); // escaped by the parser: no markup passes it
  return article;
}

/** Where curves stand in an element of `rendered`. */
export function placesIn(article: HTMLElement): { place: HTMLElement; reference: Reference }[] {
  return [...article.querySelectorAll<HTMLElement>(".curve-place")].map(place => ({ place, reference: parse(place.dataset.curve!, place.textContent ?? "") }));
}

function parse(written: string, caption: string): Reference {
  const cut = written.lastIndexOf("/"), decoded = (part: string): string => { try { return decodeURIComponent(part); } catch { return part; } };
  return { sweep: decoded(cut < 0 ? written : written.slice(0, cut)), curve: cut < 0 ? "" : decoded(written.slice(cut + 1)), caption };
}

/** The first heading of an element of `rendered`, or nothing. */
export const titleOf = (article: HTMLElement): string => article.querySelector("h1, h2, h3, h4, h5, h6")?.textContent ?? "";

/** What stands for a curve among those of a report. */
export const keyOf = (reference: Reference): string => `${reference.sweep}/${reference.curve}`;

import { act, get, id, Refusal } from "../api";
import { button, confirmed, fill, h, setText } from "../dom";
import { moment } from "../format";
import { notice } from "../parts/states";
import { filled } from "../report/file";
import { liveReport } from "../report/live";
import { titleOf } from "../report/markdown";
import { go, type Place } from "../router";
import { may, owns } from "../session";
import type { Report, Sweep, SweepPage } from "../types";

const begun = "# Title\n\nText in Markdown. A curve, as it is now:\n\n";
const wait = 400, most = 100;

/** A report: its text with the curves in it, to read, to write, and to take along as one file. */
export async function reportPage(place: Place): Promise<Node> {
  const given = place.params[0] ?? "", key = `report:${given}`;
  let saved: Report | null = given ? await get<Report>(`/reports/${id(given)}`, place.signal) : null;
  const draft = draftOf(key);
  const text = h("textarea", { id: "report-text", "aria-label": "Text (Markdown)", spellcheck: "true" });
  text.value = draft ?? saved?.text ?? begun;
  const stage = h("div", { class: "report-stage" }), report = liveReport(stage, place.signal);
  const named = h("input", { type: "text", id: "report-name", placeholder: "name", value: given, disabled: !!given, maxlength: 64, autocomplete: "off", pattern: "[a-z0-9][a-z0-9\\-]*" });
  const state = h("span", { class: "dim small", role: "status" });
  const editor = h("div", { class: "writing", hidden: !!saved && draft === null });
  const heading = (): string => titleOf(stage) || given || "Report";
  const say = (): void => { place.title(heading()); setText(state, text.value !== (saved?.text ?? "") ? "not saved" : saved ? `${saved.owner ? `${saved.owner}, ` : ""}${moment(saved.changed)}` : ""); };
  let timer: ReturnType<typeof setTimeout> | undefined;
  const show = (): void => { report.show(text.value); say(); };
  const changed = (): void => {
    keepDraft(key, text.value === (saved?.text ?? begun) ? null : text.value);
    clearTimeout(timer);
    timer = setTimeout(show, wait);
  };
  text.addEventListener("input", changed);
  place.onLeave(() => { clearTimeout(timer); report.dispose(); });

  async function save(): Promise<void> {
    const target = named.value.trim();
    if (!/^[a-z0-9][a-z0-9-]{0,63}$/.test(target)) { notice("A report needs a name of lower-case letters, digits and hyphens.", true); named.focus(); return; }
    try {
      saved = await act<Report>("PUT", `/reports/${id(target)}`, JSON.stringify({ text: text.value, version: saved?.version ?? null }));
      keepDraft(key, null);
      notice("Saved.");
      if (!given) go(`/reports/${id(target)}`);
      else say();
    } catch (error) { notice(error instanceof Refusal ? error.detail || error.title : (error as Error).message, true); }
  }
  async function exported(): Promise<void> {
    try {
      clearTimeout(timer);
      show();
      const curves = await report.curves();
      const page = filled(await getAsset(document.body.dataset.report!), { title: heading(), text: text.value, made: new Date().toISOString(), curves });
      const link = h("a", { href: URL.createObjectURL(new Blob([page], { type: "text/html" })), download: `${named.value || "report"}.html` });
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
    } catch (error) { notice((error as Error).message, true); }
  }
  async function deleted(): Promise<void> {
    if (!await confirmed("Delete this report?", "Its text is gone then; the sweeps stay.", "Delete the report")) return;
    try { await act("DELETE", `/reports/${id(given)}`); keepDraft(key, null); go("/reports"); }
    catch (error) { notice((error as Error).message, true); }
  }

  const sweeps = h("select", { "aria-label": "Sweep" }, h("option", { value: "" }, "Insert a curve of ...")), curves = h("select", { "aria-label": "Curve", disabled: true }, h("option", { value: "" }, "curve"));
  let known: Sweep[] = [];
  const list = async (): Promise<void> => {
    if (known.length) return;
    known = (await get<SweepPage>(`/sweeps?sort=-submitted&limit=${most}`, place.signal)).items;
    fill(sweeps, h("option", { value: "" }, "Insert a curve of ..."), known.map(sweep => h("option", { value: sweep.id }, sweep.title || sweep.id)));
  };
  sweeps.addEventListener("change", () => {
    const sweep = known.find(each => each.id === sweeps.value);
    fill(curves, h("option", { value: "" }, "curve"), (sweep?.curves ?? []).map(each => h("option", { value: each }, each)));
    curves.disabled = !sweep;
  });
  curves.addEventListener("change", () => {
    if (!curves.value) return;
    const at = text.selectionEnd, before = text.value.slice(0, at), gap = before === "" || before.endsWith("\n\n") ? "" : before.endsWith("\n") ? "\n" : "\n\n";
    text.setRangeText(`${gap}![](curve:${sweeps.value}/${id(curves.value)})\n`, at, at, "end");
    curves.value = "";
    changed();
    text.focus();
  });
  const edit = button("Edit", () => { editor.hidden = !editor.hidden; edit.setAttribute("aria-pressed", String(!editor.hidden)); if (!editor.hidden) void list().catch(() => {}); }, { "aria-pressed": String(!editor.hidden) });
  fill(editor, h("div", { class: "tools" }, sweeps, curves, may("submit") && [h("label", { class: "small" }, "Name ", named), button("Save", () => void save(), { class: "primary" })],
    button("Discard changes", () => { text.value = saved?.text ?? begun; changed(); show(); }), state), text);
  if (!editor.hidden) void list().catch(() => {});
  show();
  if (draft !== null) notice("What you had not saved is here again.");
  return h("div", {},
    h("div", { class: "head" }, h("nav", { class: "crumbs", "aria-label": "Where this is" }, h("a", { href: "#/reports" }, "Reports"), ` / ${given || "new"}`),
      h("div", { class: "actions" }, edit, button("HTML file", () => void exported()), button("Print", () => print()), given && owns(saved?.owner) && button("Delete", () => void deleted(), { class: "danger" }))),
    editor, stage);
}

const getAsset = async (path: string): Promise<string> => {
  const answer = await fetch(path);
  if (!answer.ok) throw new Error("the page of reports is not in this build");
  return answer.text();
};
const draftOf = (key: string): string | null => { try { return localStorage.getItem(key); } catch { return null; } };
const keepDraft = (key: string, text: string | null): void => { try { if (text === null) localStorage.removeItem(key); else localStorage.setItem(key, text); } catch { /* nothing can be kept here */ } };

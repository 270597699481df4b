import { act, get, getText, Refusal } from "../api";
import { completes } from "../complete/list";
import type { Schema } from "../complete/schema";
import { button, fill, h } from "../dom";
import { count, duration, num, plural, value } from "../format";
import { go, keepQuery, type Place } from "../router";
import { may } from "../session";
import type { Recipe, SpecProblem, Sweep, Validation } from "../types";

/** A recipe or one's own YAML, checked while it is written, with every problem at its line. */
export async function submitPage(place: Place): Promise<Node> {
  place.title("Submit");
  const [recipes, schema] = await Promise.all([get<Recipe[]>("/recipes", place.signal), get<Schema>("/spec-schema", place.signal)]);
  const text = h("textarea", { id: "spec", spellcheck: "false", autocomplete: "off", wrap: "off", "aria-describedby": "verdict completes", placeholder: "name: my-sweep\n..." });
  const gutter = h("div", { class: "gutter", "aria-hidden": "true" });
  const verdict = h("div", { id: "verdict", class: "verdict", "aria-live": "polite" });
  const quick = h("input", { type: "checkbox", id: "quick" });
  const priority = h("select", { id: "priority" }, ["low", "normal", "high"].map(level => h("option", { selected: level === "normal" }, level)));
  const send = button("Submit", () => void submit(), { class: "primary", disabled: true });
  let problems: SpecProblem[] = [];
  let check = 0;
  let timer = 0;

  const lines = (): void => {
    const bad = new Set(problems.map(problem => problem.line));
    const total = text.value.split("\n").length;
    fill(gutter, Array.from({ length: total }, (_, at) => h("span", { class: bad.has(at + 1) ? "bad" : null }, at + 1)));
    gutter.scrollTop = text.scrollTop;
  };
  const variant = (first: boolean): string => quick.checked && !quick.disabled ? `${first ? "?" : "&"}variant=quick` : "";
  const goTo = (line: number): void => {
    const before = text.value.split("\n").slice(0, line - 1).reduce((sum, part) => sum + part.length + 1, 0);
    text.focus();
    text.setSelectionRange(before, before + (text.value.slice(before).indexOf("\n") + 1 || text.value.length - before + 1) - 1);
    text.scrollTop = Math.max(0, (line - 4) * parseFloat(getComputedStyle(text).lineHeight));
  };
  const refuse = (refusal: Refusal): void => {
    problems = refusal.problems;
    send.disabled = true;
    lines();
    fill(verdict, h("h2", { class: "bad" }, problems.length ? plural(problems.length, "problem") : refusal.title), problems.length === 0 && h("p", {}, refusal.detail),
      h("ol", { class: "problems" }, problems.map(problem => h("li", {},
        problem.line > 0 && button(`line ${problem.line}`, () => goTo(problem.line), { class: "line" }), problem.path && h("code", {}, problem.path), " ", problem.message))));
  };
  const validate = async (): Promise<void> => {
    const mine = ++check;
    if (!text.value.trim()) { problems = []; send.disabled = true; lines(); fill(verdict, h("p", { class: "dim" }, "Choose a recipe, or write or paste a spec.")); return; }
    try {
      const found = await act<Validation>("POST", `/validate${variant(true)}`, text.value, "text/yaml");
      if (mine !== check || !found) return;
      problems = [];
      send.disabled = !may("submit");
      lines();
      fill(verdict, h("h2", { class: "good" }, "Ready to submit"),
        h("dl", { class: "facts" },
          fact("Points", count(found.points)), fact("Seeds", count(found.seeds)), fact("Steps", value(num(found.work.steps))),
          fact("Operations", value(num(found.work.flops))), fact("One core", duration(num(found.work.seconds)))),
        h("ul", { class: "axes" }, found.axes.map(axis => h("li", {}, h("strong", {}, axis.name), ` ${axis.count}: `, h("span", { class: "dim" }, axis.labels.slice(0, 8).join(", ") + (axis.count > 8 ? ", …" : ""))))),
        h("p", {}, "Curves: ", found.curves.join(", ")),
        !may("submit") && h("p", { class: "problem" }, "Your key may read only."));
    } catch (error) {
      if (mine === check && error instanceof Refusal) refuse(error);
    }
  };
  const submit = async (): Promise<void> => {
    send.disabled = true;
    try {
      const sweep = await act<Sweep>("POST", `/sweeps?priority=${priority.value}${variant(false)}`, text.value, "text/yaml");
      if (sweep) go(`/sweeps/${encodeURIComponent(sweep.id)}`);
    } catch (error) {
      if (error instanceof Refusal) refuse(error);
    }
  };
  const choose = async (recipe: Recipe): Promise<void> => {
    for (const item of list.querySelectorAll("button")) item.setAttribute("aria-pressed", String(item.dataset.name === recipe.name));
    place.query.set("recipe", recipe.name);
    keepQuery(place.query);
    text.value = await getText(`/recipes/${encodeURIComponent(recipe.name)}`, place.signal);
    quick.disabled = !recipe.quick;
    quick.checked = recipe.quick;
    text.scrollTop = 0;
    lines();
    await validate();
  };
  const list = h("ul", { class: "recipes" }, recipes.map(recipe => {
    const choice = h("button", { type: "button", "aria-pressed": "false", "data-name": recipe.name, onclick: () => void choose(recipe) },
      h("strong", {}, recipe.name), h("span", {}, recipe.description), recipe.figure && h("small", {}, recipe.figure));
    return h("li", {}, choice);
  }));
  text.addEventListener("input", () => { lines(); clearTimeout(timer); timer = setTimeout(() => void validate(), 350); });
  text.addEventListener("scroll", () => { gutter.scrollTop = text.scrollTop; });
  quick.addEventListener("change", () => void validate());
  place.onLeave(() => clearTimeout(timer));
  lines();
  void validate();
  const asked = recipes.find(recipe => recipe.name === place.query.get("recipe"));
  if (asked) void choose(asked);
  return h("div", { class: "submit" },
    h("section", {}, h("h1", {}, "Submit"), h("h2", {}, "Recipes"), recipes.length ? list : h("p", { class: "dim" }, "This silo ships no recipes.")),
    h("section", {}, h("label", { for: "spec", class: "h2" }, "Spec (YAML)"), h("p", { id: "completes", class: "dim small" }, "Keys, kinds and values complete as you type; Ctrl+Space shows what may stand at the cursor."),
      h("div", { class: "editing" }, h("div", { class: "editor" }, gutter, text), completes(text, schema)),
      h("div", { class: "tools" }, h("label", {}, quick, " Quick variant"), h("label", { for: "priority" }, "Priority ", priority), send), verdict));
}

const fact = (name: string, text: string): Node => h("div", {}, h("dt", {}, name), h("dd", {}, text));

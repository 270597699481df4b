import { cursorAt } from "./cursor";
import { fromTop, isTarget, settings, targets, toPaths } from "./paths";
import { forms, formsAt, ofKind, type Schema } from "./schema";

/** What may stand where the cursor is. */
export interface Suggestion {
  label: string;
  /** What it is for, from the schema. */
  detail: string;
  /** What is written in place of the word. */
  insert: string;
  /** How far from the insertion's end the cursor then stands. */
  back: number;
}

/** Suggestions for one word. */
export interface Completion { from: number; to: number; word: string; items: Suggestion[] }

/** Keys, kinds and values that the schema knows at the cursor's place, those that begin as the word does first; none where it knows none. */
export function suggestions(text: string, at: number, schema: Schema): Completion {
  const cursor = cursorAt(text, at);
  if (!cursor) return { from: at, to: at, word: "", items: [] };
  const path = fromTop(cursor.path, cursor.kindAt), there = formsAt(path, schema);
  const found = new Map<string, Suggestion>();
  const add = (label: string, detail: string, insert: string, back = 0): void => { if (!found.has(label)) found.set(label, { label, detail, insert, back }); };
  if (cursor.takesValue) {
    const kinds = new Map(there.flatMap(form => form.properties?.kind?.const ? [[form.properties.kind.const, form.description ?? ""] as const] : []));
    // The kinds of what the value's mapping is, where the value is that of the key `kind`.
    const last = path.at(-1), around = last && "key" in last && last.key === "kind" ? formsAt(path.slice(0, -1), schema) : [];
    for (const form of around) if (form.properties?.kind?.const) kinds.set(form.properties.kind.const, form.description ?? "");
    for (const form of there) {
      for (const value of [...form.enum ?? [], ...form.const === undefined ? [] : [form.const]]) if (value !== null) add(String(value), kinds.get(String(value)) ?? "", String(value));
      if (types(form).includes("boolean")) for (const value of ["true", "false"]) add(value, "", value);
    }
    if (cursor.keys === null && cursor.word === "") {
      if (there.some(form => form.properties)) add("{ }", "a mapping in one line", "{  }", 2);
      else if (found.size === 0 && there.some(form => types(form).includes("array"))) add("[ ]", "a list in one line", "[]", 1);
    }
    if (isTarget(path)) for (const target of targets(schema, cursor.kindAt)) add(target.path, target.detail, target.path);
  }
  const paths = toPaths(cursor.path);
  if (cursor.keys && paths > 0 && paths === cursor.path.length) {
    for (const setting of paths === 2 ? settings(schema, cursor.kindAt, cursor.axes) : targets(schema, cursor.kindAt))
      if (!cursor.keys.includes(setting.path)) add(setting.path, setting.detail, cursor.hasColon ? setting.path : `${setting.path}: `);
  } else if (cursor.keys) {
    for (const form of ofKind(there, cursor.kind)) {
      // Where the word may be a kind alone, a mapping has not begun: its kind comes first.
      const begins = cursor.takesValue && form.properties?.kind !== undefined;
      for (const [key, value] of Object.entries(form.properties ?? {}))
        if (!cursor.keys.includes(key) && (key === "kind" || !begins)) add(key, value.description ?? (key === "kind" ? "which one it is" : describe(value, schema)), cursor.hasColon ? key : `${key}: `);
    }
  }
  const typed = cursor.word.toLowerCase();
  const rank = (item: Suggestion): number => { const at = item.label.toLowerCase().indexOf(typed); return at < 0 ? 2 : Math.min(at, 1); };
  const items = [...found.values()].filter(item => rank(item) < 2).sort((a, b) => rank(a) - rank(b)); // stable: in the schema's order
  return { from: cursor.from, to: cursor.to, word: cursor.word, items };
}

const types = (form: Schema): string[] => Array.isArray(form.type) ? form.type : form.type ? [form.type] : [];
const describe = (value: Schema, root: Schema): string => [...new Set(forms(value, root).flatMap(form => form.enum ? form.enum.map(String) : types(form)))].join(", ");

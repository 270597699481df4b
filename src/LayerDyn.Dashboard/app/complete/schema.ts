/** What is read of a JSON Schema (draft 7) of specs: see `layerdyn schema`. */
export interface Schema {
  type?: string | string[];
  enum?: (string | number | boolean | null)[];
  const?: string;
  properties?: Record<string, Schema>;
  additionalProperties?: Schema | boolean;
  items?: Schema | Schema[];
  anyOf?: Schema[];
  allOf?: Schema[];
  description?: string;
  title?: string;
  $ref?: string;
  definitions?: Record<string, Schema>;
}

/** A step into a spec: a key with what its mapping calls its `kind` where it has one, or the place of an item of a list. */
export type Step = { key: string; kind?: string } | { item: number };

/** All forms that a value may have, without references and alternatives. */
export function forms(schema: Schema, root: Schema): Schema[] {
  if (schema.$ref) return forms(root.definitions?.[schema.$ref.slice("#/definitions/".length)] ?? {}, root);
  const within = schema.anyOf ?? schema.allOf;
  return within ? within.flatMap(each => forms(each, root)) : [schema];
}

/** The forms of what stands at the end of a path; none where the schema has no such place. */
export function formsAt(path: Step[], root: Schema): Schema[] {
  let there = forms(root, root);
  for (const step of path) there = there.flatMap(each => inside(each, step, there)).flatMap(each => forms(each, root));
  return there;
}

/** Those forms of a mapping that its kind leaves: all where it has none, or one that there is not. */
export function ofKind(all: Schema[], kind: string | undefined): Schema[] {
  const fitting = all.filter(each => each.properties?.kind?.const === kind);
  return kind !== undefined && fitting.length ? fitting : all.filter(each => each.properties);
}

function inside(form: Schema, step: Step, all: Schema[]): Schema[] {
  if ("item" in step) {
    const item = Array.isArray(form.items) ? form.items[step.item] : form.items;
    return item ? [item] : [];
  }
  if (step.key !== "kind" && form.properties && !ofKind(all, step.kind).includes(form)) return [];
  const found = form.properties?.[step.key];
  if (found) return [found];
  return typeof form.additionalProperties === "object" ? [form.additionalProperties] : [];
}

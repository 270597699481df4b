import { forms, ofKind, type Schema, type Step } from "./schema";

/** The kind of the mapping that a way of keys leads to, as it stands in the spec; undefined where it has none. */
export type KindAt = (keys: string[]) => string | undefined;

/** A parameter by its path from the top of a spec, as `optimizer.learningRate`. */
export interface Parameter { path: string; detail: string }

// What is no part of an experiment: no axis sets it.
const ofTheSweep = ["name", "description", "figure", "axes", "zip", "samples", "seeds", "refine", "derive", "curves", "variants", "resources", "limits", "files"];
// What tells sweeps apart: no variant sets it.
const fixed = ["name", "description", "figure", "variants", "files"];

/** How many steps lead to a mapping whose keys are paths, a variant or a case of an axis; 0 where a way leads through none. */
export function toPaths(path: Step[]): number {
  const key = (at: number): string => { const step = path[at]; return step && "key" in step ? step.key : ""; };
  if (key(0) === "variants" && path.length > 1) return 2;
  return key(0) === "axes" && key(2) === "cases" && path.length > 3 ? 4 : 0;
}

/** Whether a way leads to the value, or to an item, of an axis' `sets`. */
export const isTarget = (path: Step[]): boolean => {
  const [axes, , sets, item, rest] = path;
  return axes !== undefined && "key" in axes && axes.key === "axes" && sets !== undefined && "key" in sets && sets.key === "sets" && (!item || "item" in item) && !rest;
};

/** A way that leads through a path in a variant or a case, from the top: `variants.quick["axes.rate"]` is `axes.rate`. */
export function fromTop(path: Step[], kindAt: KindAt): Step[] {
  const paths = toPaths(path), step = path[paths];
  if (paths === 0 || !step || !("key" in step)) return path;
  const keys = step.key.split(/[.[\]]+/).filter(key => key !== "");
  const steps = keys.map((key, at): Step => {
    const kind = kindAt(keys.slice(0, at));
    return /^\d+$/.test(key) ? { item: Number(key) } : { key, ...(kind === undefined ? {} : { kind }) };
  });
  return [...steps, ...path.slice(paths + 1)];
}

/** The paths that an axis may set: parameters of the experiment, of the kinds that the spec has. */
export const targets = (root: Schema, kindAt: KindAt): Parameter[] => parameters(root, root, [], kindAt, ofTheSweep);

/** The paths that a variant may set: those, what else a spec has, and each of its axes. */
export const settings = (root: Schema, kindAt: KindAt, axes: string[]): Parameter[] =>
  [...axes.map(name => ({ path: `axes.${name}`, detail: "other values of this axis" })), ...parameters(root, root, [], kindAt, fixed)];

/** The parameters within a mapping and the mappings in it. Of one whose kind the spec leaves open all kinds' are told at the top, and below only the kinds. */
function parameters(within: Schema, root: Schema, above: string[], kindAt: KindAt, except: string[] = []): Parameter[] {
  const found = new Map<string, Parameter>();
  const add = (parameter: Parameter): void => { if (!found.has(parameter.path)) found.set(parameter.path, parameter); };
  for (const form of ofKind(forms(within, root), kindAt(above))) {
    for (const [key, value] of Object.entries(form.properties ?? {})) {
      if (except.includes(key)) continue;
      const keys = [...above, key], inner = forms(value, root), mappings = inner.filter(each => each.properties);
      if (inner.some(each => !each.properties && each.type !== "null" && each.type !== "object")) add({ path: keys.join("."), detail: value.description ?? "" });
      const hasKinds = mappings.some(each => each.properties!.kind);
      if (mappings.length > 0 && (!hasKinds || above.length === 0 || kindAt(keys) !== undefined)) for (const each of parameters(value, root, keys, kindAt)) add(each);
    }
  }
  return [...found.values()];
}

import { isAlias, isMap, isNode, isPair, isScalar, isSeq, parseDocument, type Document, type Node, type Pair, type YAMLMap } from "yaml";
import type { KindAt } from "./paths";
import type { Step } from "./schema";

/** Where a cursor stands in a spec. */
export interface Cursor {
  /** Where the word begins that it stands in, and where that ends. */
  from: number;
  to: number;
  /** The word as far as the cursor. */
  word: string;
  /** The way to the value, or to the mapping whose key is written. */
  path: Step[];
  /** The keys that the mapping has beside this one; null where no key is written. */
  keys: string[] | null;
  /** The mapping's kind, where it has one. */
  kind: string | undefined;
  /** Whether a value may be written. */
  takesValue: boolean;
  /** Whether a colon follows the word. */
  hasColon: boolean;
  /** What the spec has for the kind of a mapping. */
  kindAt: KindAt;
  /** The names of the spec's axes. */
  axes: string[];
}

const mark = "cursor-of-the-completion";
const letters = /[\w.-]/;

/** Reads a text that is still being written, to its end; null where nothing can be completed, as in comments and quoted text. */
export function cursorAt(text: string, at: number): Cursor | null {
  let from = at, to = at;
  while (from > 0 && letters.test(text[from - 1]!)) from--;
  while (to < text.length && letters.test(text[to]!)) to++;
  // A dash before an item is none of the word.
  const line = text.lastIndexOf("\n", from - 1) + 1, before = text.slice(line, from), after = text.slice(to).split("\n", 1)[0]!;
  const alone = /^\s*(- +)*$/.test(before) && /^\s*(#.*)?$/.test(after);
  // A word alone in its line is a key, or else the line after it would belong to it.
  const parsed = parseDocument(text.slice(0, from) + mark + (alone ? ":" : "") + text.slice(to), { logLevel: "silent", strict: false, uniqueKeys: false });
  const axes = parsed.get("axes");
  const base = { from, to, word: text.slice(from, at), hasColon: /^\s*:/.test(after), kindAt, axes: isMap(axes) ? axes.items.map(nameOf).filter(name => name !== mark) : [] };
  return isNode(parsed.contents) ? find(parsed.contents, []) : null;

  function find(node: Node, path: Step[]): Cursor | null {
    if (isScalar(node)) return node.value === mark ? { ...base, path, keys: null, kind: undefined, takesValue: true } : null;
    if (isMap(node)) {
      const kind = kindOf(node);
      for (const pair of node.items) {
        if (nameOf(pair) === mark) {
          const keys = node.items.map(nameOf).filter(name => name !== mark);
          return { ...base, path, keys, kind, takesValue: alone && keys.length === 0 };
        }
        const found = isNode(pair.value) ? find(pair.value, [...path, { key: nameOf(pair), ...(kind === undefined ? {} : { kind }) }]) : null;
        if (found) return found;
      }
    }
    if (isSeq(node)) {
      for (const [item, each] of node.items.entries()) {
        const found = isNode(each) ? find(each, [...path, { item }]) : null;
        if (found) return found;
      }
    }
    return null;
  }

  /** A kind may be written as its name alone. */
  function kindAt(keys: string[]): string | undefined {
    const node = keys.length > 0 ? parsed.getIn(keys, true) : undefined, there = isAlias(node) ? node.resolve(parsed) : node;
    if (isMap(there)) return kindOf(there);
    return isScalar(there) && typeof there.value === "string" && there.value !== mark ? there.value : undefined;
  }

  function kindOf(map: YAMLMap): string | undefined {
    const kind = valueOf(parsed, map, "kind");
    return isScalar(kind) && typeof kind.value === "string" && kind.value !== mark ? kind.value : undefined;
  }
}

function valueOf(parsed: Document, map: YAMLMap, key: string): unknown {
  const value = map.items.find(pair => nameOf(pair) === key)?.value;
  return isAlias(value) ? value.resolve(parsed) : value;
}

const nameOf = (pair: unknown): string => isPair(pair) && isScalar((pair as Pair).key) ? String(((pair as Pair).key as { value: unknown }).value) : "";

// What the submit page suggests at a place of a spec: `npm test`.
import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const folder = mkdtempSync(join(tmpdir(), "layerdyn-complete-"));
after(() => rmSync(folder, { recursive: true }));
await build({ entryPoints: [join(root, "app/complete/suggestions.ts")], bundle: true, format: "esm", platform: "browser", outfile: join(folder, "complete.mjs"), logLevel: "warning" });
const { suggestions } = await import(pathToFileURL(join(folder, "complete.mjs")).href);
const schema = JSON.parse(readFileSync(join(root, "../../infra/docs/spec.schema.json"), "utf8"));

/** Suggestions where the text has a bar. */
function at(text) {
  const cursor = text.indexOf("|");
  return suggestions(text.slice(0, cursor) + text.slice(cursor + 1), cursor, schema);
}
const labels = text => at(text).items.map(item => item.label);
const kinds = family => schema.definitions[family].anyOf[0].enum;
const parameters = (family, kind) => Object.keys(schema.definitions[family].anyOf.find(form => form.title === kind).properties);

test("an empty spec may have every key", () => {
  assert.deepEqual(labels("|"), Object.keys(schema.properties));
  assert.deepEqual(labels("|\nname: x\nsteps: 3\n"), Object.keys(schema.properties).filter(key => key !== "name" && key !== "steps"));
});

test("a key that is begun is completed with its colon, whatever stands below", () => {
  const found = at("name: x\nopt|\nsteps: 400\n");
  assert.deepEqual([found.from, found.to, found.word], [8, 11, "opt"]);
  assert.deepEqual(found.items.map(item => item.insert), ["optimizer: "]);
  assert.match(found.items[0].detail, /required/);
  assert.equal(at("name: x\nopt|imizer: gd\n").items[0].insert, "optimizer"); // the colon is there
});

test("a value is one of the kinds, each with what it is", () => {
  assert.deepEqual(labels("model: |\nsteps: 3\n"), [...kinds("model"), "{ }"]);
  assert.deepEqual(labels("model: mlp|\n"), ["mlp"]);
  assert.equal(at("model: diag|\n").items[0].detail, schema.definitions.model.anyOf.find(form => form.title === "diagonal-linear").description);
});

test("a mapping in one line has the parameters of its kind that are not there yet, before and after what is", () => {
  const all = parameters("optimizer", "adam");
  assert.deepEqual(labels("optimizer: { kind: adam, | }\n"), all.filter(key => key !== "kind"));
  assert.deepEqual(labels("optimizer: { |, eps: 1, kind: adam }\n"), all.filter(key => key !== "kind" && key !== "eps"));
  assert.deepEqual(labels("optimizer: { kind: |, eps: 1 }\n"), kinds("optimizer"));
  assert.deepEqual(labels("optimizer: { kind: adam, schedule: | }\n"), [...kinds("schedule"), "{ }"]);
});

test("a mapping that is not closed yet takes nothing from the lines after it", () => {
  assert.ok(labels("optimizer: { kind: adam, be|\nsteps: 3\n").includes("betas"));
  assert.ok(labels("model: { |\nsteps: 3\n").includes("kind"));
});

test("a mapping over lines has the same", () => {
  assert.deepEqual(labels("model:\n  kind: mlp\n  |\nsteps: 3\n"), parameters("model", "mlp").filter(key => key !== "kind"));
  assert.deepEqual(labels("model:\n  kind: |\nsteps: 3\n"), kinds("model"));
  assert.ok(labels("measure:\n  at: { log| }\n").includes("logPerDecade"));
  assert.ok(labels("model:\n  k|\n").includes("kind"));
});

test("lists have items of their kind, in one line and over lines", () => {
  assert.ok(labels("measure:\n  observables: [loss, acc|]\n").includes("accuracy"));
  assert.deepEqual(labels("measure:\n  observables:\n    - loss\n    - shar|\n"), ["sharpness"]);
  assert.deepEqual(labels("curves:\n  - { kind: heatmap, name: a }\n  - { kind: traj| }\n"), ["trajectory"]);
  assert.deepEqual(labels("curves:\n  - kind: heatmap\n    |\n"), parameters("curve-spec", "heatmap").filter(key => key !== "kind"));
});

test("axes have their forms, by names of one's own", () => {
  assert.deepEqual(labels("axes:\n  rate: { log| }\n"), ["logspace", "logUniform"]);
  assert.deepEqual(labels("samples: { by: | }\naxes: { a: { choice: [1], sets: steps } }\n"), ["sobol", "random"]);
});

const spec = "model: { kind: mlp, widths: [2, 3, 1] }\ninit: torch-default\noptimizer: { kind: adam, schedule: { kind: cosine } }\nsteps: 400\n";
const pathsOf = (section, family, kind) => parameters(family, kind).map(key => `${section}.${key}`);

test("what an axis sets is a path to a parameter of the kinds that the spec has", () => {
  const all = labels(`${spec}axes:\n  rate: { values: [1], sets: | }\n`);
  for (const path of [...pathsOf("model", "model", "mlp"), ...pathsOf("init", "initialisation", "torch-default"), ...pathsOf("optimizer", "optimizer", "adam"), "steps", "loss"])
    assert.ok(all.includes(path), path);
  for (const path of pathsOf("optimizer.schedule", "schedule", "cosine")) assert.ok(all.includes(path), path);
  for (const path of ["optimizer.momentum", "seeds", "axes.rate", "curves", "name"]) assert.ok(!all.includes(path), path);
  assert.equal(all[0], "[ ]"); // several in a list
  assert.equal(labels(`${spec}axes:\n  rate: { values: [1], sets: optimizer.learn| }\n`)[0], "optimizer.learningRate");
  assert.equal(labels(`${spec}axes:\n  rate:\n    sets: [steps, optimizer.learn|]\n`)[0], "optimizer.learningRate");
  assert.equal(labels(`${spec}axes:\n  rate:\n    sets:\n      - steps\n      - learn|\n`)[0], "optimizer.learningRate");
});

test("every path that a recipe's axes set is suggested for it", () => {
  for (const file of readdirSync(join(root, "../../client/recipes")).filter(name => name.endsWith(".yaml"))) {
    const text = readFileSync(join(root, "../../client/recipes", file), "utf8");
    for (const found of text.matchAll(/sets: "?([A-Za-z.-]+)"?(?= *\})/g)) {
      const at = found.index + found[0].indexOf(found[1]);
      assert.ok(suggestions(text, at, schema).items.some(item => item.label === found[1]), `${file}: ${found[1]}`);
    }
  }
});

test("the keys of a variant are paths, of a case of an axis, too", () => {
  const variant = labels(`${spec}axes:\n  rate: { values: [1], sets: optimizer.learningRate }\nvariants:\n  quick: { steps: 3, | }\n`);
  for (const path of ["axes.rate", "optimizer.learningRate", "seeds", "curves", "measure.observables"]) assert.ok(variant.includes(path), path);
  for (const path of ["steps", "name", "variants", "optimizer.momentum"]) assert.ok(!variant.includes(path), path);
  const item = at(`${spec}variants:\n  quick:\n    optimizer.learn|\n`).items[0];
  assert.deepEqual([item.label, item.insert], ["optimizer.learningRate", "optimizer.learningRate: "]);
  const cases = labels(`${spec}axes:\n  depth: { cases: { two: { | } } }\n`);
  assert.ok(cases.includes("model.widths") && !cases.includes("seeds") && !cases.includes("axes.depth"));
});

test("the value of a path is what its parameter may be", () => {
  assert.deepEqual(labels(`${spec}variants:\n  quick: { optimizer.kind: | }\n`), kinds("optimizer"));
  assert.deepEqual(labels(`${spec}axes: { rate: { values: [1], sets: steps } }\nvariants:\n  quick:\n    axes.rate: { log| }\n`), ["logspace", "logUniform"]);
  assert.deepEqual(labels(`${spec}axes:\n  depth: { cases: { two: { model.biases: | } } }\n`), ["true", "false"]);
});

test("fixed words and truth values are values", () => {
  assert.deepEqual(labels("loss: m|\n"), ["mse", "mse-mean"]);
  assert.deepEqual(labels("curves: [{ kind: emergence, logX: | }]\n"), ["true", "false"]);
  assert.deepEqual(labels("keep: { weights: l| }\n"), ["last", "all"]);
});

test("what is typed in full is the first of what has it", () => {
  assert.deepEqual(labels("measure: { observables: [loss|] }\n"), ["loss", "skill-loss", "task-loss"]);
});

test("comments, text in quotes, numbers and places that the schema does not know have none", () => {
  for (const text of ["# mod|\n", "description: \"mod|\"\n", "description: the mo|\n", "description: |\n", "steps: 3|\n", "nothing: { a| }\n", "description: >\n  some mod|\n"])
    assert.deepEqual(labels(text), [], text);
});

test("every recipe, cut off anywhere, is read without a failure", () => {
  const text = readFileSync(join(root, "../../client/recipes/stages.yaml"), "utf8");
  for (let end = 0; end <= text.length; end++) assert.ok(Array.isArray(suggestions(text.slice(0, end), end, schema).items));
});

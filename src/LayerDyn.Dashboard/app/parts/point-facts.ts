import { button, h, type Child } from "../dom";
import { bytes, count, moment, num, step, value } from "../format";
import type { Point } from "../types";
import { notice } from "./states";

/** Attempts, checkpoints, what is kept, last measurement and identity of a point; `path` is where the API has it. */
export function pointFacts(point: Point, path: string): Node[] {
  const finals = Object.entries(point.final);
  const terminal = point.state === "finished" || point.state === "stopped" || point.state === "diverged";
  return [
    section("Attempts", point.attempts.length
      ? table(["attempt", "silo", "outcome", "message"], point.attempts.map(found => [found.attempt, found.silo ?? "–", found.outcome, found.message]))
      : dim(terminal ? "None is known: its result is older than this record." : "None yet.")),
    section("Checkpoints", point.checkpoints.length
      ? table(["step", "size", "written", "safetensors"], point.checkpoints.map(found => [count(found.step), bytes(found.bytes), moment(found.created),
        h("a", { href: `/api/v1${path}/checkpoints/${found.step}`, download: `checkpoint-${found.step}.safetensors` }, `checkpoint-${found.step}.safetensors`)]))
      : dim(terminal ? "None kept: a committed point needs no checkpoint." : "None yet: points that run long enough leave some.")),
    ...point.kept.length ? [section("Kept", table(["of", "size", "safetensors"], point.kept.map(found => [
      found.step === null ? "data" : `step ${count(found.step)}`, bytes(found.bytes),
      h("a", { href: `/api/v1${path}/kept/${encodeURIComponent(found.name)}`, download: found.name }, found.step === null ? `data-${found.sha256.slice(0, 8)}….safetensors` : found.name)])))] : [],
    ...finals.length ? [section("Last measurement", table(["column", "value"], finals.map(([name, found]) => [name, value(num(found))])))] : [],
    section("Identity", h("p", {}, h("code", { class: "break" }, point.id)), point.segment && h("p", { class: "dim" }, "records in ", h("code", { class: "break" }, point.segment))),
  ];
}

/** The axes' labels, the seed, how far it is and where. */
export const factsOf = (point: Point): Node[] => [
  ...Object.entries(point.axes).map(([axis, label]) => fact(axis, label)), fact("seed", String(point.seed)),
  fact("steps", `${count(point.run && point.run.points === 1 ? point.run.stepsDone : point.divergedAt ?? point.lastStep ?? 0)} / ${count(point.steps)}`),
  ...point.divergedAt !== null ? [fact("diverged at step", step(point.divergedAt)), fact("last measured at step", step(point.lastStep))] : [],
  ...point.silo ? [fact("silo", point.silo)] : [],
];

/** The resolved configuration. */
export function configuration(point: Point): Node {
  const text = JSON.stringify(point.experiment, null, 2);
  return h("section", {}, h("div", { class: "head" }, h("h2", {}, "Configuration"), button("Copy", () => void navigator.clipboard.writeText(text).then(() => notice("Copied.")))), h("pre", { tabindex: 0 }, text));
}

const dim = (text: string): Node => h("p", { class: "dim" }, text);
const fact = (name: string, text: string): Node => h("div", {}, h("dt", {}, name), h("dd", {}, text));
const section = (title: string, ...content: Child[]): Node => h("section", {}, h("h2", {}, title), ...content);
const table = (columns: string[], rows: (string | number | Node)[][]): Node => h("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": columns.join(", ") }, h("table", { class: "narrow" },
  h("thead", {}, h("tr", {}, columns.map(text => h("th", { scope: "col" }, text)))), h("tbody", {}, rows.map(row => h("tr", {}, row.map(cell => h("td", {}, cell)))))));

import type { Num } from "./types";

/** A number from the wire; NaN for what is missing. */
export const num = (value: Num | undefined): number => typeof value === "number" ? value : value === "Infinity" ? Infinity : value === "-Infinity" ? -Infinity : NaN;

const grouped = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });
export const count = (value: number): string => grouped.format(value);
/** A step, or a dash where there is none. */
export const step = (value: number | null): string => value === null ? "–" : count(value);

/** Four significant digits, powers of ten where plain digits would be long. */
export function value(number: number): string {
  if (Number.isNaN(number)) return "–";
  if (!Number.isFinite(number)) return number > 0 ? "∞" : "−∞";
  const size = Math.abs(number);
  const text = size !== 0 && (size < 1e-3 || size >= 1e6)
    ? number.toExponential(3).replace(/\.?0+e/, "e").replace("e+", "e")
    : String(Number(number.toPrecision(4)));
  return text.replaceAll("-", "−");
}

/** Long decimals within a text, shortened to four digits: `delta = -0.4795918` reads `delta = −0.4796`. */
export const shorten = (text: string): string => text.replace(/-?\d+\.\d{5,}(?:e[-+]?\d+)?/gi, digits => value(Number(digits)));

export function duration(seconds: number): string {
  if (!Number.isFinite(seconds)) return "–";
  if (seconds < 1) return "< 1 s";
  const s = Math.round(seconds);
  if (s < 90) return `${s} s`;
  if (s < 5400) return `${Math.floor(s / 60)} min ${s % 60 ? `${s % 60} s` : ""}`.trim();
  if (s < 172800) return `${Math.floor(s / 3600)} h ${Math.round(s % 3600 / 60)} min`;
  return `${Math.round(s / 86400)} days`;
}

export function bytes(size: number): string {
  const units = ["B", "KiB", "MiB", "GiB", "TiB"];
  let at = 0;
  while (size >= 1024 && at < units.length - 1) { size /= 1024; at++; }
  return `${size < 10 && at > 0 ? size.toFixed(1) : Math.round(size)} ${units[at]}`;
}

export const rate = (perSecond: number): string => perSecond <= 0 ? "–" : perSecond >= 10 ? count(perSecond) : perSecond.toPrecision(2);
export const since = (iso: string): string => duration(Math.max(0, (Date.now() - Date.parse(iso)) / 1000));
/** What a sweep was submitted with: `variant quick, steps=100`; empty for its spec as it stands. */
export const origin = (sweep: { variant: string; set: string[] }): string => [sweep.variant && `variant ${sweep.variant}`, ...sweep.set].filter(Boolean).join(", ");
export const plural = (n: number, word: string): string => `${count(n)} ${word}${n === 1 ? "" : "s"}`;
export const clock = (iso: string): string => new Date(iso).toLocaleTimeString(undefined, { hour12: false });
export const moment = (iso: string | null): string => iso ? new Date(iso).toLocaleString(undefined, { dateStyle: "medium", timeStyle: "short" }) : "–";

import { value } from "../format";

/** A tick: where it stands on its axis, on the logarithm of a log axis, and what it says. */
export interface Tick { place: number; label: string }

const superscript = "⁰¹²³⁴⁵⁶⁷⁸⁹";
const power = (exponent: number): string => `10${exponent < 0 ? "⁻" : ""}${[...String(Math.abs(exponent))].map(digit => superscript[Number(digit)]).join("")}`;

// Up to so many decades, digits within them are labelled; so many labels at least. As in the pictures of the server.
const narrow = 2.2;
const least = 3;

/** Round numbers from `low` to `high`, about `wanted` of them. */
export function roundTicks(low: number, high: number, wanted: number): number[] {
  if (!(high > low) || !Number.isFinite(high - low)) return [low];
  const rough = (high - low) / wanted, size = 10 ** Math.floor(Math.log10(rough)), share = rough / size;
  const step = size * (share < 1.5 ? 1 : share < 3.5 ? 2 : share < 7.5 ? 5 : 10);
  const first = Math.ceil(low / step - 1e-9), last = Math.floor(high / step + 1e-9);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, at) => Number(((first + at) * step).toPrecision(12)));
}

/** Ticks between two exponents: decades; over about two decades and less also digits within them; round numbers when it is narrower still. */
export function logTicks(low: number, high: number): Tick[] {
  const wide = decades(low, high);
  if (high - low > narrow && wide.length >= least) return wide;
  for (const digits of [[1, 2, 5], [1, 2, 3, 5, 7]]) {
    const ticks = within(low, high, digits);
    if (ticks.length >= least) return ticks;
  }
  const decade = Math.floor(low);
  for (let wanted = least; ; wanted++) {
    const found = roundTicks(10 ** (low - decade), 10 ** (high - decade), wanted);
    if (found.length >= least || found.length === 1 || wanted > 2 * least) return found.map(mantissa => ({ place: decade + Math.log10(mantissa), label: digit(mantissa, decade) }));
  }
}

function decades(low: number, high: number): Tick[] {
  const first = Math.ceil(low - 1e-9), last = Math.floor(high + 1e-9), every = Math.max(1, Math.floor((last - first + 8) / 8));
  const ticks: Tick[] = [];
  for (let decade = first; decade <= last; decade += every) ticks.push({ place: decade, label: Math.abs(decade) <= 3 ? value(10 ** decade) : power(decade) });
  return ticks;
}

function within(low: number, high: number, digits: number[]): Tick[] {
  const ticks: Tick[] = [];
  for (let decade = Math.floor(low); decade <= high; decade++)
    for (const mantissa of digits) {
      const place = decade + Math.log10(mantissa);
      if (place >= low - 1e-9 && place <= high + 1e-9) ticks.push({ place, label: digit(mantissa, decade) });
    }
  return ticks;
}

/** Plain digits near one, as powers of ten where these would be long. */
const digit = (mantissa: number, decade: number): string =>
  Math.abs(decade) <= 3 ? value(mantissa * 10 ** decade) : mantissa === 1 ? power(decade) : `${value(mantissa)}·${power(decade)}`;

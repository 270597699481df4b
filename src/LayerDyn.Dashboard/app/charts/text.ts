let context: CanvasRenderingContext2D | null | undefined;

/** Width of a text in pixels; an estimate where there is no page to draw on. */
export function textWidth(text: string, size: number, font: string): number {
  if (context === undefined) context = typeof document === "undefined" ? null : document.createElement("canvas").getContext("2d");
  if (!context) return text.length * size * 0.6;
  context.font = `${size}px ${font}`;
  return context.measureText(text).width;
}

/** Width of the widest of some texts. */
export const widest = (texts: string[], size: number, font: string): number => texts.reduce((most, text) => Math.max(most, textWidth(text, size, font)), 0);

/** The lines of a text that fit a width, broken at spaces, and within a word that is wider by itself; none when it is empty. */
export function wrap(text: string, width: number, size: number, font: string): string[] {
  const lines: string[] = [], fits = (part: string): boolean => textWidth(part, size, font) <= width;
  for (let word of text.split(" ").filter(Boolean)) {
    if (lines.length > 0 && fits(`${lines.at(-1)} ${word}`)) { lines.push(`${lines.pop()} ${word}`); continue; }
    while (!fits(word) && word.length > 1) {
      let length = word.length - 1;
      while (length > 1 && !fits(word.slice(0, length))) length--;
      lines.push(word.slice(0, length));
      word = word.slice(length);
    }
    lines.push(word);
  }
  return lines;
}

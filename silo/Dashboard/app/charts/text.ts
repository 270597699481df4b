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

/** How many lines a text takes in a width. */
export const linesOf = (text: string, width: number, size: number, font: string): number => Math.max(1, Math.ceil(1.1 * textWidth(text, size, font) / width));

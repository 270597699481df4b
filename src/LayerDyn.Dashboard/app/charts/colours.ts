// The colours of Okabe and Ito, told apart by people with any colour vision; lighter on dark ground.
const light = ["#0072b2", "#d55e00", "#009e73", "#b8569a", "#a67c00", "#3f9bd1", "#7a4fbf", "#7f7f7f"];
const dark = ["#56a8e0", "#ff8a4c", "#2fc79a", "#e58bc4", "#e6b93c", "#8fd0f5", "#b295ef", "#a8a8a8"];

/** Cividis to viridis-like, even in lightness: a difference of colour is a difference of value. */
export const scale = ["#440154", "#472d7b", "#3b528b", "#2c728e", "#21918c", "#28ae80", "#5ec962", "#addc30", "#fde725"];

export interface Colours { ink: string; dim: string; line: string; ground: string; grey: string; font: string; series(at: number): string; dark: boolean }

/** What charts take from the style sheet, as it is now. */
export function colours(): Colours {
  const style = getComputedStyle(document.documentElement);
  const of = (name: string): string => style.getPropertyValue(name).trim();
  const isDark = document.documentElement.dataset.theme === "dark";
  const palette = isDark ? dark : light;
  return {
    ink: of("--ink"), dim: of("--dim"), line: of("--rule"), ground: of("--card"), grey: isDark ? "#6b7280" : "#9ca3af", font: of("--sans"), dark: isDark,
    series: at => at === -1 ? of("--ink") : at === -2 ? (isDark ? "#6b7280" : "#9ca3af") : palette[at % palette.length]!,
  };
}

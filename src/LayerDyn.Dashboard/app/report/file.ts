import type { Curve } from "../types";

/** What a report's page holds: its text, and every curve that the text names, by what stands there. */
export interface ReportData { title: string; text: string; made: string; curves: Record<string, Curve> }

const slot = "{\"title\":\"\"}";

/** The page of a report with a report in it. No text can end the element that holds it. */
export const filled = (page: string, data: ReportData): string => page.replace(slot, () => JSON.stringify(data).replaceAll("<", "\\u003c"));

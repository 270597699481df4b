// The API's views: made by the build from infra/docs/openapi.json.
import type { components } from "../obj/api";

type Views = components["schemas"];

export type Num = number | "NaN" | "Infinity" | "-Infinity" | null;
export type Role = "read" | "submit" | "admin";
export type About = Views["AboutView"];
export type Session = Views["SessionView"];
export type Sweep = Views["SweepView"];
export type Drawn = Views["SampledInterval"];
export type SweepAction = Views["SweepActionView"];
export type Difference = Views["SpecDifference"];
export type Usage = Views["UsageView"];
export type SweepPage = Views["SweepPage"];
export type PointPage = Views["PointPage"];
export type PointRow = Views["PointRow"];
export type Log = Views["LogView"];
export type Point = Views["PointView"];
export type Records = Views["RecordsView"];
export type CurveSummary = Views["CurveView"];
export type ReportSummary = Views["ReportView"];
export type Report = Views["ReportTextView"];
export type Cluster = Views["ClusterView"];
export type SiloLoad = Views["SiloLoadView"];
export type Slot = Views["SlotView"];
export type Quota = Views["QuotaView"];
export type QuotaLine = Views["QuotaLineView"];
export type Recipe = Views["RecipeView"];
export type Validation = Views["ValidationView"];
/** An entry of `problems`, by which a problem document about a spec goes beyond RFC 9457. */
export interface SpecProblem { line: number; path: string; message: string }

// CurveJson: numbers are null where they are missing.
/** Points as a list: `0-2,7,10-90:20`, ranges with both ends in them and a step after a colon. */
export type PointList = string;
export interface Axis { label: string; name?: string | null; log: boolean; min: number | null; max: number | null }
export type Stroke = "solid" | "dashed" | "dotted" | "markers" | "markers-and-line";
export interface Series { label: string; name?: string; role?: string; x: Num[]; y: Num[]; color: number; stroke: Stroke; low?: Num[] | null; high?: Num[] | null; behind?: PointList | null }
/** Runs that ended before what a line shows had come to them. */
export interface Arrow { x: Num; y: Num; count: number; of: number; color: number; behind: PointList }
export interface LinePanel { title: string; series: Series[]; levels: number[]; levelsName?: string; censored?: Arrow[]; y: Axis | null }
export interface MapAxis { label: string; scale?: "linear" | "log" | "positions"; name?: string | null; ticks: string[]; numbers: number[] | null; count: number }
/**
 * `diverged` are the cells of diverged points alone, `divergedCounts` how many diverged in each; `raw` are the values before a logarithm was taken, `deviations`
 * the standard deviations of what a cell is the mean of; null where there is none.
 */
export interface MapPanel { title: string; values: Num[]; diverged: boolean[]; divergedCounts?: number[]; raw?: Num[]; deviations?: Num[] }
export type Chart =
  | { $type: "lines"; title: string; note: string; x: Axis; y: Axis; panels: LinePanel[] }
  | { $type: "heatmap"; title: string; note: string; x: MapAxis; y: MapAxis; valueLabel: string; panels: MapPanel[]; classes: string[]; lines: Series[]; behind: PointList[]; min: number | null; max: number | null };
export interface Curve {
  name: string; kind: string; points: number; diverged: number; chart: Chart; findings: string[];
  table: { columns: string[]; rows: (string | Num)[][] } | null; residuals: Record<string, { max: Num; rms: Num; count: number }>;
}

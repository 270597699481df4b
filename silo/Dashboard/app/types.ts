// The API's views, as infra/docs describes them.

export type Num = number | "NaN" | "Infinity" | "-Infinity" | null;
export type SweepState = "unknown" | "running" | "paused" | "drawing" | "ended" | "broken" | "cancelled";
export type PointState = "finished" | "diverged" | "failed" | "running" | "due";

export interface About { product: string; version: string; numericsVersion: number; cluster: string; silo: string; auth: "none" | "keys" | "oidc"; role: Role | null }
export type Role = "read" | "submit" | "admin";
export interface Session { auth: About["auth"]; role: Role | null; name: string | null; csrf: string | null }
export interface Sweep {
  id: string; name: string; description: string; state: SweepState; priority: "low" | "normal" | "high";
  expected: number; finished: number; diverged: number; failed: number; remaining: number; running: number; fromStore: number;
  runningSteps: number; runningStepsTotal: number; pointsPerSecond: number; etaSeconds: number | null; message: string;
  submitted: string | null; axes: { name: string; count: number }[]; curves: string[];
}
export interface Page<T> { items: T[]; next: string | null; total?: number }
export interface PointPage extends Page<PointRow> { columns: { name: string; type: "boolean" | "integer" | "number" | "text" }[] }
export interface PointRow {
  index: number; id: string; state: PointState; axes: Record<string, string>; seed: number;
  lastStep: number | null; divergedAt: number | null; final: Record<string, Num>;
}
export interface Run { silo: string; device: string; attempt: number; since: string; points: number; stepsDone: number; steps: number }
export interface LogLine { at: string; level: string; silo: string; message: string }
export interface PointLog { entries: LogLine[]; silent: string[] }
export interface Point extends PointRow {
  experiment: unknown; steps: number; failure: string | null; segment: string | null; silo: string | null; run: Run | null;
  attempts: { attempt: number; silo: string | null; outcome: string; message: string }[];
  checkpoints: { step: number; bytes: number; created: string | null }[];
}
export interface Records { columns: string[]; rows: Num[][] }
export interface Residual { column: string; max: Num; rms: Num; count: number }
export interface CurveSummary { name: string; kind: string; points: number; diverged: number; findings: string[]; residuals: Residual[] }
export interface Cluster { cluster: string; silos: Silo[] }
export interface Silo { name: string; address: string; status: string; version: string; started: string; slots: Slot[] }
export interface Slot { kind: string; device: number; memoryBytes: number; running: { sweep: string; pack: string; points: number; since: string } | null }
export interface Recipe { name: string; description: string; figure: string | null; quick: boolean }
export interface SpecProblem { line: number; path: string; message: string }
export interface Validation {
  valid: boolean; sweep: string; name: string; points: number; seeds: number; curves: string[];
  axes: { name: string; count: number; labels: string[]; sets: string[] }[];
  work: { steps: Num; measurements: Num; flops: Num; seconds: Num };
}

// CurveJson: numbers are null where they are missing.
/** Points as a list: `0-2,7,10-90:20`, ranges with both ends in them and a step after a colon. */
export type PointList = string;
export interface Axis { label: string; name?: string | null; log: boolean; min: number | null; max: number | null }
export type Stroke = "solid" | "dashed" | "dotted" | "markers" | "markers-and-line";
export interface Series { label: string; name?: string; role?: string; x: Num[]; y: Num[]; color: number; stroke: Stroke; low?: Num[] | null; high?: Num[] | null; behind?: PointList | null }
/** Runs that ended before what a line shows had come to them. */
export interface Arrow { x: Num; y: Num; count: number; of: number; color: number; behind: PointList }
export interface LinePanel { title: string; series: Series[]; levels: number[]; censored?: Arrow[]; y: Axis | null }
export interface MapAxis { label: string; scale?: "linear" | "log" | "positions"; name?: string | null; ticks: string[]; numbers: number[] | null; count: number }
export interface MapPanel { title: string; values: Num[]; diverged: boolean[] }
export type Chart =
  | { $type: "lines"; title: string; note: string; x: Axis; y: Axis; panels: LinePanel[] }
  | { $type: "heatmap"; title: string; note: string; x: MapAxis; y: MapAxis; valueLabel: string; panels: MapPanel[]; classes: string[]; lines: Series[]; behind: PointList[]; min: number | null; max: number | null };
export interface Curve {
  name: string; kind: string; points: number; diverged: number; chart: Chart; findings: string[];
  table: { columns: string[]; rows: (string | Num)[][] } | null; residuals: Record<string, { max: Num; rms: Num; count: number }>;
}

// Bundles the dashboard: `node build.mjs OUTPUT` writes index.html and content-hashed assets, each beside its gzip; among them the page
// of a report with all that it needs in one file.
import { build } from "esbuild";
import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(fileURLToPath(import.meta.url));
const output = process.argv[2] ?? join(root, "../obj/dashboard");
rmSync(output, { recursive: true, force: true });
mkdirSync(join(output, "assets"), { recursive: true });

const common = {
  absWorkingDir: root,
  bundle: true,
  format: "esm",
  target: "es2022",
  minify: true,
  legalComments: "eof",
  define: { "process.env.NODE_ENV": '"production"' },
  logLevel: "warning",
};
const result = await build({
  ...common,
  entryPoints: { main: "app/main.ts", style: "app/style.css" },
  outdir: join(output, "assets"),
  entryNames: "[name]-[hash]",
  chunkNames: "[name]-[hash]",
  splitting: true,
  metafile: true,
});

const entries = Object.entries(result.metafile.outputs).filter(([, found]) => found.entryPoint);
const nameOf = source => basename(entries.find(([, found]) => found.entryPoint === source)[0]);
const alone = await build({ ...common, entryPoints: { main: "app/report/main.ts", style: "app/style.css" }, outdir: "alone", write: false });
const textOf = ending => alone.outputFiles.find(file => file.path.endsWith(ending)).text;
const report = readFileSync(join(root, "app/report.html"), "utf8").replace("{{style}}", () => textOf(".css")).replace("{{main}}", () => textOf(".js"));
// A page only once it holds a report: as an asset it is a file to fetch.
const reportName = `report-${createHash("sha256").update(report).digest("hex").slice(0, 8).toUpperCase()}.template`;
writeFileSync(join(output, "assets", reportName), report);
writeFileSync(join(output, "index.html"), readFileSync(join(root, "app/index.html"), "utf8")
  .replace("{{style}}", nameOf("app/style.css"))
  .replace("{{main}}", nameOf("app/main.ts"))
  .replace("{{report}}", reportName));
for (const name of readdirSync(join(output, "assets"))) {
  const path = join(output, "assets", name);
  writeFileSync(`${path}.gz`, gzipSync(readFileSync(path), { level: 9 }));
}

// Bundles the dashboard: `node build.mjs OUTPUT` writes index.html and content-hashed assets, each beside its gzip.
import { build } from "esbuild";
import { gzipSync } from "node:zlib";
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(fileURLToPath(import.meta.url));
const output = process.argv[2] ?? join(root, "../obj/dashboard");
rmSync(output, { recursive: true, force: true });
mkdirSync(join(output, "assets"), { recursive: true });

const result = await build({
  absWorkingDir: root,
  entryPoints: { main: "app/main.ts", style: "app/style.css" },
  outdir: join(output, "assets"),
  entryNames: "[name]-[hash]",
  chunkNames: "[name]-[hash]",
  bundle: true,
  splitting: true,
  format: "esm",
  target: "es2022",
  minify: true,
  legalComments: "eof",
  define: { "process.env.NODE_ENV": '"production"' },
  metafile: true,
  logLevel: "warning",
});

const entries = Object.entries(result.metafile.outputs).filter(([, found]) => found.entryPoint);
const nameOf = source => basename(entries.find(([, found]) => found.entryPoint === source)[0]);
writeFileSync(join(output, "index.html"), readFileSync(join(root, "app/index.html"), "utf8")
  .replace("{{style}}", nameOf("app/style.css"))
  .replace("{{main}}", nameOf("app/main.ts")));
for (const name of readdirSync(join(output, "assets"))) {
  const path = join(output, "assets", name);
  writeFileSync(`${path}.gz`, gzipSync(readFileSync(path), { level: 9 }));
}

import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * `npm run migrations -- NAME` writes the next migration of both dialects from the schema; with `--custom` it writes empty
 * ones to fill by hand (triggers, search). `--check` only says whether the committed migrations still match the schema.
 */
const args = process.argv.slice(2);
const check = args.includes("--check");
const custom = args.includes("--custom");
const name = args.find((argument) => !argument.startsWith("--"));

function generate(engine: "sqlite" | "postgres", out: string) {
  const options = ["generate", "--config=tools/drizzle.config.ts"];
  if (name) options.push(`--name=${name}`);
  if (custom) options.push("--custom");
  const run = spawnSync("drizzle-kit", options, {
    env: {
      ...process.env,
      DATABASE_URL: engine === "postgres" ? "postgres://localhost/none" : "",
      MATRICULA_MIGRATIONS_OUT: out,
    },
    encoding: "utf8",
  });
  if (run.status !== 0) throw new Error(`drizzle-kit failed for ${engine}:\n${run.stdout}\n${run.stderr}`);
  return run.stdout;
}

/** STRICT tables refuse a text in an integer column, which SQLite otherwise takes silently. */
function makeStrict(folder: string) {
  for (const file of readdirSync(folder).filter((each) => each.endsWith(".sql"))) {
    const path = join(folder, file);
    const text = readFileSync(path, "utf8");
    const strict = text.replace(/^(CREATE TABLE `[\s\S]*?\n\));$/gm, "$1 STRICT;");
    if (strict !== text) writeFileSync(path, strict);
  }
}

function checkOne(engine: "sqlite" | "postgres") {
  const copy = mkdtempSync(join(tmpdir(), "matricula-migrations-"));
  try {
    cpSync(join("drizzle", engine), join(copy, engine), { recursive: true });
    const before = readdirSync(join(copy, engine)).length;
    generate(engine, join(copy, engine));
    return readdirSync(join(copy, engine)).length === before;
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

if (check) {
  const stale = (["sqlite", "postgres"] as const).filter((engine) => !checkOne(engine));
  if (stale.length > 0) {
    console.error(
      `The schema has changed since the last migration (${stale.join(", ")}). Run: npm run migrations -- NAME`,
    );
    process.exit(1);
  }
} else {
  for (const engine of ["sqlite", "postgres"] as const) console.log(generate(engine, `./drizzle/${engine}`));
  makeStrict("drizzle/sqlite");
}

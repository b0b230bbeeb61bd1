/**
 * `npm run faults [-- --quick] [-- --only NAME]`: does to a school under load, on this machine alone, everything that must not
 * hurt it, and prints a line of JSON a fault. Ends with 1 when one of them hurt.
 */
import { spawnSync } from "node:child_process";
import { parseArgs } from "node:util";
import { settingsSchema } from "#config/settings.ts";
import { LONG } from "../support/long-run.ts";

const { values: asked } = parseArgs({
  options: { quick: { type: "boolean", default: false }, only: { type: "string", multiple: true } },
});

// What the shell has set must not decide what is tried. The database may be named: the faults run on either engine.
for (const name of Object.keys(settingsSchema.shape)) if (name !== "DATABASE_URL") delete process.env[name];
process.env.MATRICULA_LOG_LEVEL = "silent";
if (!asked.quick) process.env[LONG] = "yes";

const { FAULTS } = await import("./all.ts");
const { withSimulation } = await import("./simulation.ts");

const wanted = FAULTS.filter(({ name }) => !asked.only || asked.only.includes(name));
if (wanted.length === 0) {
  console.error(`Faults:\n${FAULTS.map(({ name, tried }) => `  ${name.padEnd(20)} ${tried}`).join("\n")}`);
  process.exit(1);
}
// What the build says is no line of the report.
const built = spawnSync(process.execPath, ["ops/cli/build.ts"], { stdio: ["ignore", 2, 2] });
if (built.status !== 0) process.exit(1);

for (const { name: fault, tried, expected, missing, run } of wanted) {
  const why = missing?.();
  const begun = performance.now();
  const { happened, ok } = why === undefined ? await attempt(run) : { happened: `NOT TRIED: ${why}`, ok: true };
  const seconds = Math.round((performance.now() - begun) / 1_000);
  console.log(JSON.stringify({ fault, tried, expected, happened, ok, seconds }));
  if (!ok) process.exitCode = 1;
}

/** A fault that cannot be played to its end has hurt. */
async function attempt(run: (typeof FAULTS)[number]["run"]) {
  try {
    return await run({ quick: asked.quick, stage: withSimulation });
  } catch (error) {
    return { happened: `it could not be played to its end: ${String(error)}`, ok: false };
  }
}

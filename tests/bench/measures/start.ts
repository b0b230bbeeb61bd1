import { spawn } from "node:child_process";
import { freePort } from "#tests/support/servers.ts";
import { alternate, type Bench, type Finding, type Measure } from "../measure.ts";
import { forget, nextProgram, openBenchSchool, serverEnv } from "../school.ts";

const START_MS_MAX = 30_000;
const SECONDS_MAX = "<= 1.5";

/** How long nobody is served when the school starts again, and what of it is ours: all but what `next start` alone takes. */
export const start: Measure = {
  name: "start",
  about: "from npm start, built and filled, to the first page, against next start of the same pages",
  run: async (bench: Bench) => {
    const school = await openBenchSchool(bench);
    const from = (name: string, args: (port: number) => string[]) => ({
      name,
      unit: "s",
      run: () => startToFirstPage(school.folder, args),
    });
    const ours = from("from npm start to the catalogue's first page", () => ["ops/cli/start.ts"]);
    const next = from("the same from next start", (port) => [
      ...[nextProgram(), "start", "-H", "127.0.0.1"],
      ...["-p", String(port)],
    ]);
    try {
      const { ratio, a, b } = await alternate(bench.size(7, 1), ours, next);
      return [
        { measure: "school-start-against-next", value: ratio, unit: "ratio", must: "<= 1.5", a, b },
        took("school-start", a),
        took("server-start", b),
      ];
    } finally {
      forget(school);
    }
  },
};

const took = (measure: string, a: NonNullable<Finding["a"]>): Finding => {
  return { measure, value: a.median, unit: "s", must: SECONDS_MAX, a };
};

/** Seconds from starting a program until it has given the whole catalogue. */
async function startToFirstPage(folder: string, args: (port: number) => string[]): Promise<number> {
  const port = await freePort();
  const started = performance.now();
  const child = spawn(process.execPath, args(port), {
    env: { ...process.env, NODE_ENV: "production", ...serverEnv(port, folder) },
    stdio: "ignore",
  });
  const gone = new Promise((done) => child.once("exit", done));
  try {
    while (performance.now() - started < START_MS_MAX) {
      const page = await fetch(`http://127.0.0.1:${port}/courses`).catch(() => undefined);
      if (page?.ok && (await page.text()).includes("</html>")) return (performance.now() - started) / 1_000;
      await new Promise((wake) => setTimeout(wake, 5));
    }
    throw new Error("the server gave no page");
  } finally {
    child.kill("SIGTERM");
    await gone;
  }
}

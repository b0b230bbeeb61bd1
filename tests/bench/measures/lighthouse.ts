import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "@playwright/test";
import { freePort } from "#tests/support/servers.ts";
import { systemChromium } from "#tools/test-runner/chromium.ts";
import { startCaddy } from "../caddy.ts";
import { type Bench, type Finding, type Measure, spreadOf } from "../measure.ts";
import { serve } from "../school.ts";

const CATEGORIES = ["performance", "accessibility", "best-practices", "seo"] as const;

/** What one look at a page gives: points of a hundred, and times in milliseconds. */
type Look = Record<(typeof CATEGORIES)[number] | "blocking" | "largest", number> & { bytes: number; lacks: string[] };

const BARE = "/bench/static/1";

/** A page that blocks for less is as good as one that blocks for this long: a ratio to nothing says nothing. */
const BLOCKING_MS_LEAST = 50;

/** Lighthouse as it is for a phone, three times a page beside a bare page of the same Next, all by turns. */
export const lighthouse: Measure = {
  name: "lighthouse",
  about: "Lighthouse for phones: public pages against a bare page, behind the shipped Caddy and without a front server",
  run: async (bench: Bench) => {
    const browser = await openMeasuredBrowser();
    try {
      const rounds = bench.size(3, 1);
      const front = await behindCaddy(bench, (where) => lookAtAll(browser.port, where, rounds));
      const direct = await withoutFront(bench, (where) => lookAtAll(browser.port, where, rounds));
      return [...findingsBehindCaddy(front), ...findingsWithoutFront(direct)];
    } finally {
      await browser.close();
    }
  },
};

async function openMeasuredBrowser() {
  const port = await freePort();
  const executablePath = systemChromium();
  const browser = await chromium.launch({
    ...(executablePath ? { executablePath } : {}),
    // The certificate before the school is Caddy's own.
    args: ["--no-sandbox", `--remote-debugging-port=${port}`, "--ignore-certificate-errors"],
  });
  return { port, close: () => browser.close() };
}

/** Where a browser comes in, and the school itself behind it. */
type Where = { origin: string; school: string };

async function behindCaddy<T>(bench: Bench, work: (where: Where) => Promise<T>): Promise<T> {
  const port = await freePort();
  const folder = mkdtempSync(join(bench.folder, "caddy-"));
  const origin = `https://localhost:${port}`;
  const server = await openDemoSchool(bench, { MATRICULA_URL: origin });
  try {
    const caddy = await startCaddy(folder, { port, schoolPort: Number(new URL(server.origin).port) });
    try {
      return await work({ origin, school: server.origin });
    } finally {
      await caddy.stop();
    }
  } finally {
    await server.stop();
  }
}

async function withoutFront<T>(bench: Bench, work: (where: Where) => Promise<T>): Promise<T> {
  const server = await openDemoSchool(bench, {});
  try {
    return await work({ origin: server.origin.replace("127.0.0.1", "localhost"), school: server.origin });
  } finally {
    await server.stop();
  }
}

/** What `npm start` gives on an empty machine. */
function openDemoSchool(bench: Bench, env: Record<string, string>) {
  const folder = mkdtempSync(join(bench.folder, "demo-"));
  const school = { folder, file: join(folder, "matricula.db") };
  return serve(school, { WEB_CONCURRENCY: "1", ...env }, ["ops/cli/start.ts"]);
}

/** The looks at each page, by its path; the bare page's are beside them in each round. */
type Looks = Map<string, Look[]>;

async function lookAtAll(port: number, { origin, school }: Where, rounds: number): Promise<Looks> {
  const catalogue = await (await fetch(`${school}/courses`)).text();
  const [, course] = /href="(\/courses\/(?!find|page)[a-z0-9-]+)"/.exec(catalogue) ?? [];
  if (!course) throw new Error("the catalogue names no course");
  const paths = [BARE, "/", course, "/courses/find?q=a", "/sign-in", "/help"];
  // What is rendered by the first request for it is there before anybody looks.
  for (const path of paths) await (await fetch(`${school}${path}`)).text();
  const looks: Looks = new Map(paths.map((path) => [path, []]));
  for (let round = 0; round < rounds; round++) {
    for (const path of paths) looks.get(path)?.push(await lookAt(port, `${origin}${path}`));
  }
  return looks;
}

const medianOf = (looks: Look[], what: Exclude<keyof Look, "lacks">) =>
  spreadOf(looks.map((look) => look[what])).median;

function pagesOf(looks: Looks): { page: string; of: Look[]; bare: Look[] }[] {
  const { [BARE]: bare = [], ...pages } = Object.fromEntries(looks);
  return Object.entries(pages).map(([path, of]) => ({ page: path.split("?", 1)[0] ?? path, of, bare }));
}

function findingsBehindCaddy(looks: Looks): Finding[] {
  return pagesOf(looks).flatMap(({ page, of, bare }) => {
    const [points, barePoints] = [medianOf(of, "performance"), medianOf(bare, "performance")];
    const ratio = (what: "blocking" | "largest", must: number, least = 0): Finding => ({
      measure: `lighthouse-${what} ${page}`,
      value: Math.max(medianOf(of, what), least) / Math.max(medianOf(bare, what), least),
      unit: "ratio",
      must: `<= ${must}`,
      a: { name: page, unit: "ms", ...spreadOf(of.map((look) => look[what])) },
      b: { name: "a bare page", unit: "ms", ...spreadOf(bare.map((look) => look[what])) },
    });
    const others = CATEGORIES.slice(1).map((name) => medianOf(of, name));
    return [
      {
        measure: `lighthouse-performance ${page}`,
        value: points,
        unit: "points",
        must: `>= ${Math.max(95, barePoints - 3)}`,
        detail: { bare: barePoints, sentKb: Math.round(medianOf(of, "bytes") / 1_000) },
      },
      ratio("blocking", 1.3, BLOCKING_MS_LEAST),
      ratio("largest", 1.2),
      {
        measure: `lighthouse-other-categories ${page}`,
        value: Math.min(...others),
        unit: "points",
        must: "== 100",
        detail: { lacks: [...new Set(of.flatMap(({ lacks }) => lacks))] },
      },
    ];
  });
}

function findingsWithoutFront(looks: Looks): Finding[] {
  return pagesOf(looks).map(({ page, of, bare }) => ({
    measure: `lighthouse-direct ${page}`,
    value: medianOf(of, "performance"),
    unit: "points",
    must: ">= 90",
    detail: { bare: medianOf(bare, "performance"), sentKb: Math.round(medianOf(of, "bytes") / 1_000) },
  }));
}

async function lookAt(port: number, url: string): Promise<Look> {
  const { default: run } = await import("lighthouse");
  // A search and a sign-in are to stay out of indexes.
  const skipAudits = /courses\/find|sign-in/.test(url) ? ["is-crawlable"] : null;
  const result = await run(url, {
    port,
    logLevel: "error",
    output: "json",
    onlyCategories: [...CATEGORIES],
    skipAudits,
  });
  if (!result) throw new Error(`${url} could not be measured`);
  const { audits, categories, runtimeError } = result.lhr;
  if (runtimeError) throw new Error(`${url}: ${runtimeError.message}`);
  const points = CATEGORIES.map((name) => [name, Math.round((categories[name]?.score ?? 0) * 100)]);
  const named = CATEGORIES.filter((name) => name !== "performance").flatMap(
    (name) => categories[name]?.auditRefs ?? [],
  );
  return {
    ...(Object.fromEntries(points) as Pick<Look, (typeof CATEGORIES)[number]>),
    blocking: audits["total-blocking-time"]?.numericValue ?? Number.NaN,
    largest: audits["largest-contentful-paint"]?.numericValue ?? Number.NaN,
    bytes: audits["total-byte-weight"]?.numericValue ?? Number.NaN,
    lacks: named.filter(({ id, weight }) => weight > 0 && (audits[id]?.score ?? 1) < 1).map(({ id }) => id),
  };
}

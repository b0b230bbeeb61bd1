import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { OPERATIONS } from "#app/api/v1/operations.ts";
import { createSecret } from "#domain/kernel/ids.ts";
import { byTurn } from "#tests/support/left-to-all.ts";
import { isLong } from "#tests/support/long-run.ts";
import { isQuick } from "#tests/support/quick-run.ts";
import { startServers, type TestServers } from "#tests/support/servers.ts";
import { ACTIONS } from "./actions.ts";
import { OPERATION_ROWS } from "./operations.ts";
import { ANSWERS, PAGES } from "./pages.ts";
import {
  ARGUMENT_SHAPES,
  FORM_SHAPES,
  JSON_SHAPES,
  killer,
  killerNames,
  MULTIPART,
  multipart,
  part,
} from "./shapes.ts";
import { openFixtureSchool, type Fixtures } from "./fixtures.ts";
import type { Who } from "./who.ts";

/** Of a core, for one answer, whatever was asked. The kernel counts in hundredths of a second, and Node collects garbage. */
const CPU_MS_MAX = 250;
/** For nine megabytes in base64, which are read as JSON, decoded, and looked at as a file. */
const FILE_CPU_MS_MAX = 1_000;
const TICK_MS = 10;
/** What a process may grow by while it is sent all this. */
const GROWTH_BYTES_MAX = 400_000_000;

let things: Fixtures;
let servers: TestServers;
let pid = 0;

beforeAll(async () => {
  things = await openFixtureSchool();
  servers = await startServers(1, things.school.database.url, {
    MATRICULA_DATA_DIR: things.dataDir,
    MATRICULA_PAYMENT_PROVIDERS: "sandbox,bank",
    MATRICULA_JOBS: "off",
  });
  pid = servers.all[0]?.process.pid ?? 0;
});

afterAll(async () => {
  await servers?.stop();
  await things?.close();
});

/** What the server process has used of a core so far (proc_pid_stat(5), fields 14 and 15). */
function cpuMs(): number {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
}

const residentBytes = () => Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) * 1_024;

/**
 * What was wrong with an answer: it broke, or cost too much. The best of four counts: the first time compiles, one loads the
 * dictionaries of passwords, and whatever else the process does meanwhile is counted with it.
 */
async function faultOf(
  what: string,
  send: () => Promise<Response>,
  cpuMsMax = CPU_MS_MAX,
): Promise<string | undefined> {
  let cost = 0;
  for (let tries = 0; tries < 4; tries++) {
    const before = cpuMs();
    const answer = await send();
    await answer.arrayBuffer().catch(() => undefined);
    cost = cpuMs() - before;
    if (answer.status >= 500 && answer.status !== 503) return `${what}: ${answer.status}`;
    if (cost <= cpuMsMax) return undefined;
  }
  return `${what}: ${cost} ms`;
}

type Try = [what: string, send: () => Promise<Response>, cpuMsMax?: number];

let turn = 0;

/**
 * A run sends each row a third of what it could be sent, a quick one a ninth and at least one thing, the next row another; a long one
 * sends all of it. The parts are so mixed that each has something of whoever a row asks for every third time.
 */
const PARTS = isQuick ? 9 : 3;
const tried = (tries: readonly Try[]) => {
  turn += 1;
  if (isLong) return tries;
  const part = tries.filter((_, at) => (at + Math.floor(at / PARTS) + turn) % PARTS === 0);
  return part.length > 0 ? part : tries.filter((_, at) => at === turn % tries.length);
};

async function faultsOf(tries: readonly Try[]): Promise<string[]> {
  const faults: (string | undefined)[] = [];
  for (const each of tried(tries)) faults.push(await faultOf(...each));
  return faults.filter((fault) => fault !== undefined);
}

type Sent = { method?: string; body?: string; headers?: Record<string, string>; who?: Who };

let counter = 0;

async function send(path: string, { method = "POST", body, headers = {}, who = "visitor" }: Sent): Promise<Response> {
  counter += 1;
  const sent = new Headers({
    ...{ origin: servers.origin, "sec-fetch-site": "same-origin", "x-forwarded-host": new URL(servers.origin).host },
    // Everybody comes from an address of their own.
    "x-forwarded-for": `198.51.${100 + (counter % 100)}.${counter % 250}`,
    ...headers,
  });
  if (who !== "visitor" && !sent.has("authorization")) sent.set("cookie", things.people[who].cookie);
  const url = `${servers.all[0]?.url}${path}`;
  const options = { method, headers: sent, redirect: "manual", ...(body === undefined ? {} : { body }) } as const;
  try {
    return await fetch(url, options);
  } catch (error) {
    // Who is cut off while it still sends may not read why.
    if (/ECONNRESET|EPIPE|other side closed|fetch failed/.test(`${error} ${(error as Error).cause}`))
      return new Response(null, { status: 413 });
    throw error;
  }
}

/** Everybody who may in turn, so that no one person sends too often to be heard. */
function inTurn(may: readonly Who[]): Who {
  counter += 1;
  const people = may.filter((who) => who !== "visitor");
  return people.length === 0 ? "visitor" : (people[counter % people.length] as Who);
}

const FORM_ROWS = Object.entries(FORM_SHAPES);
const ofForm = (name: string) => {
  const { body, type } = FORM_SHAPES[name] as (typeof FORM_SHAPES)[string];
  return { body: body(), headers: { "content-type": type ?? MULTIPART } };
};

describe("a page or route", () => {
  for (const [address, row] of Object.entries({ ...PAGES, ...ANSWERS }))
    test(`${address} is bounded for whatever it is asked and sent`, byTurn(address, 3), async () => {
      const at = row.at(things);
      const path = at.split("?")[0] ?? at;
      // Every third comes from somebody whom the page's guard lets in.
      const tries: Try[] = FORM_ROWS.map(([name], place) => [
        name,
        () => send(path, { ...ofForm(name), who: place % 3 === 0 ? inTurn(row.may) : "visitor" }),
      ]);
      if (!row.postOnly) {
        const text = killer(killerNames[counter % killerNames.length] as string, 1_500);
        const names = [
          "q",
          "page",
          "limit",
          "sort",
          "state",
          "from",
          "to",
          "next",
          "before",
          "kind",
          "said",
          "why",
          "email",
        ];
        const query = names.map((name) => `${name}=${encodeURIComponent(text.slice(0, 300))}`).join("&");
        const who = inTurn(row.may);
        const ask = (asked: string) => () => send(`${path}?${asked}`, { method: "GET", who });
        tries.push(
          ["a query of killers", ask(query.slice(0, 12_000))],
          ["a query of 3,000 names", ask("a=1&".repeat(3_000))],
          ["a number out of reach", ask("page=1e9&limit=9e99&q=%F0%9F")],
        );
      }
      expect(await faultsOf(tries)).toEqual([]);
    });
});

type Built = { filename: string; exportedName: string; workers: Record<string, unknown> };

/** Where the build put each action: its id, and a page that has it. */
const built = new Map<string, { id: string; page: string }>(
  Object.entries(
    (JSON.parse(readFileSync(".next/server/server-reference-manifest.json", "utf8")) as { node: Record<string, Built> })
      .node,
  ).map(([id, { filename, exportedName, workers }]) => {
    const pages = Object.keys(workers).map((worker) => worker.replace(/^app/, "").replace(/\/page$/, ""));
    return [`${filename}#${exportedName}`, { id, page: pages.find((each) => each in PAGES) ?? "" }] as const;
  }),
);

/** Who ends their own session does so last. */
const ACTION_ROWS = Object.entries(ACTIONS).sort(
  ([a], [b]) => Number(/signOut|Session/.test(a)) - Number(/signOut|Session/.test(b)),
);

describe("a server action", () => {
  for (const [name, row] of ACTION_ROWS)
    test(`${name} is bounded for whatever its form holds`, byTurn(name, 3), async () => {
      const place = built.get(name);
      const page = place && PAGES[place.page];
      if (!place || !page) throw new Error(`the build has no page with ${name}`);
      const idle = { status: "idle", fields: {}, values: {}, turn: 0 };
      const args = JSON.stringify(row.plain ? ["$K1"] : [idle, "$K1"]);
      const fields = row.fields(things);
      const act = (body: string, type = MULTIPART) =>
        send(page.at(things), {
          body,
          who: inTurn(row.may),
          headers: { "content-type": type, "next-action": place.id },
        });
      const form = (values: Record<string, string>) => [
        ...Object.entries(values).map(([field, value]) => part(`_1_${field}`, value)),
      ];
      const tries: Try[] = Object.entries(ARGUMENT_SHAPES).map(([shape, made]) => [
        `arguments: ${shape}`,
        () => act(multipart([...form(fields), part("0", made())])),
      ]);
      for (const shape of ["20,000 fields", "an end that never comes", "JSON that never ends"]) {
        const { body, headers } = ofForm(shape);
        tries.push([shape, () => act(body, headers["content-type"])]);
      }
      const names = Object.keys(fields);
      const length = 50_000 / Math.max(1, names.length);
      for (const kind of [0, 1, 2].map((n) => killerNames[(counter + n * 5) % killerNames.length] as string)) {
        const text = killer(kind, length);
        // Ids stay right, so that the rest is read.
        const values = Object.fromEntries(
          names.map((field) => [field, /Id$/.test(field) ? (fields[field] ?? "") : text.slice(0, length)]),
        );
        tries.push([`fields of ${kind}`, () => act(multipart([...form(values), part("0", args)]))]);
      }
      const many = Object.fromEntries(Array.from({ length: 190 }, (_, n) => [`f${n}`, ""]));
      tries.push(["190 fields", () => act(multipart([...form(many), part("0", args)]))]);
      expect(await faultsOf(tries)).toEqual([]);
    });
});

describe("an operation of the API", () => {
  for (const operation of OPERATIONS) {
    const { id } = operation;
    test(`${id} is bounded for whatever it is sent`, byTurn(id, 3), async () => {
      const row = OPERATION_ROWS[id];
      if (!row) throw new Error(`${id} has no row in tests/support/route-table/operations.ts`);
      const { method, path } = operation;
      const at = `/api/v1${path.replace("{id}", row.id?.(things) ?? "")}`;
      const who = row.may.find((each) => each !== "visitor") ?? "owner";
      const authorization = `Bearer ${things.people[who as Exclude<Who, "visitor">].token}`;
      const ask = (body: string | undefined, more: Record<string, string> = {}, query = "") =>
        send(`${at}${query}`, {
          method,
          ...(method === "GET" ? {} : { body: body ?? "" }),
          headers: { authorization, "content-type": "application/json", "idempotency-key": createSecret(), ...more },
        });
      const tries: Try[] = [];
      if (method === "GET") {
        const text = encodeURIComponent(killer(killerNames[counter % killerNames.length] as string, 900).slice(0, 600));
        for (const query of [
          `?q=${text}&cursor=${text}&limit=${text}`,
          `?${"a=1&".repeat(3_000)}`,
          "?limit=1e2",
          `?limit=${"9".repeat(5_000)}`,
        ]) {
          tries.push([query.slice(0, 40), () => ask(undefined, {}, query)]);
        }
      } else {
        for (const [shape, made] of Object.entries(JSON_SHAPES)) tries.push([shape, () => ask(made())]);
        const good = (row.body?.(things) ?? {}) as Record<string, unknown>;
        for (const kind of [0, 3, 6].map((n) => killerNames[(counter + n) % killerNames.length] as string)) {
          const values = Object.fromEntries(
            Object.entries(good).map(([name, value]) => [
              name,
              /Id$/.test(name) ? value : killer(kind, 40_000 / Object.keys(good).length),
            ]),
          );
          tries.push([`fields of ${kind}`, () => ask(JSON.stringify(values))]);
        }
        if (JSON.stringify(good).includes("content")) {
          const file = { name: "a.txt", content: "QUJD".repeat(3_000_000) };
          const whole = "file" in good ? { ...good, file } : { ...good, attachments: [file] };
          tries.push(["a file of nine megabytes", () => ask(JSON.stringify(whole)), FILE_CPU_MS_MAX]);
        }
        tries.push(["multipart", () => ask(multipart([part("a", "b")]), { "content-type": MULTIPART })]);
      }
      expect(await faultsOf(tries)).toEqual([]);
    });
  }
});

test("the process has not grown by it, and answers as before", async () => {
  expect(await faultOf("the first page", () => send("/", { method: "GET" }))).toBeUndefined();
  expect(residentBytes()).toBeLessThan(350_000_000 + GROWTH_BYTES_MAX);
});

import { get, type IncomingHttpHeaders } from "node:http";
import { gunzipSync, gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createSignedInStudent } from "#tests/support/enrol-requests.ts";
import { openTestSchool, type TestSchool } from "#tests/support/school.ts";
import { startServers, type TestServers } from "#tests/support/servers.ts";
import { SEND_ONCE } from "#app/_layout/send-once.ts";

/** What people wait for who have never been here: docs/performance.md. Who lets a page grow says there why. */
const BUDGET = { script: 2_200, styles: 13_300, fonts: 125_000 };
const PAGES = {
  "/": { html: 4_000 },
  "/courses/bookbinding": { html: 4_500 },
  "/courses/find?q=a": { html: 4_000 },
  "/sign-in": { html: 3_500 },
  "/help": { html: 3_500 },
};

let school: TestSchool;
let servers: TestServers;
let cookie: string;

beforeAll(async () => {
  school = await openTestSchool();
  school.clock.set(new Date());
  await school.cohort({ priceMinor: 48_000 }, { slug: "bookbinding" });
  servers = await startServers(1, school.database.url);
  cookie = (await createSignedInStudent(school)).cookie;
});

afterAll(async () => {
  await servers?.stop();
  await school?.drop();
});

type Sent = { status: number; headers: IncomingHttpHeaders; bytes: number; text: string };

/** As it comes over the line, which `fetch` would not say. */
function sent(path: string, headers: Record<string, string> = {}): Promise<Sent> {
  return new Promise((done, fail) => {
    get(`${servers.all[0]?.url}${path}`, { headers, agent: false }, (response) => {
      const parts: Buffer[] = [];
      response.on("data", (part: Buffer) => parts.push(part));
      response.on("end", () => {
        const body = Buffer.concat(parts);
        const text = (response.headers["content-encoding"] === "gzip" ? gunzipSync(body) : body).toString();
        done({ status: response.statusCode ?? 0, headers: response.headers, bytes: body.length, text });
      });
    }).once("error", fail);
  });
}

const all = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([, found = ""]) => found);
const sizeOf = async (paths: string[]) => {
  let bytes = 0;
  for (const path of paths) bytes += (await sent(path, { "accept-encoding": "gzip" })).bytes;
  return bytes;
};

describe.each(Object.entries(PAGES))("%s", (name, budget) => {
  const page = () => sent(name, { accept: "text/html" });

  test("has one small script of ours, a few words in the page itself, and none of Next's", async () => {
    const { text, status } = await page();
    expect(status).toBe(200);
    expect(all(text, /<script id="send-once"[^>]*>(.*?)<\/script>/g)).toEqual([SEND_ONCE]);
    const scripts = all(text, /<script\b([^>]*)>/g).filter((script) => !/ld\+json|id="send-once"/.test(script));
    expect(scripts).toEqual([expect.stringMatching(/^ type="module" src="\/site-script\.js\?\w+"( nonce="[^"]+")?$/)]);
    expect(text).not.toMatch(/next-scripts|__next_f|as="script"/);
    expect(await sizeOf(all(text, /<script\b[^>]*\bsrc="([^"]+)"/g))).toBeLessThan(BUDGET.script);
  });

  test("stays within its bytes", async () => {
    const { text } = await page();
    expect(gzipSync(text).length).toBeLessThan(budget.html);
    expect(await sizeOf(all(text, /<link rel="stylesheet" href="([^"]+)"/g))).toBeLessThan(BUDGET.styles);
    expect(await sizeOf(all(text, /<link rel="preload" href="([^"]+)" as="font"/g))).toBeLessThan(BUDGET.fonts);
  });
});

describe("without a front server", () => {
  test.each(["/", "/sign-in", "/api-docs", "/site-script.js"])(
    "%s is compressed for whoever can read it",
    async (path) => {
      const plain = await sent(path);
      const packed = await sent(path, { "accept-encoding": "gzip, br" });
      expect(plain.headers["content-encoding"]).toBeUndefined();
      expect(packed.headers["content-encoding"]).toBe("gzip");
      expect(packed.headers.vary).toMatch(/accept-encoding/i);
      expect(packed.bytes).toBeLessThan(plain.bytes / 2);
      const steady = (text: string) => text.replace(/nonce="[^"]+"|\\"nonce\\":\\"[^"]+\\"/g, "");
      expect(steady(packed.text)).toBe(steady(plain.text));
    },
  );

  test("a page whose script is missing and one that broke are told in full, compressed or not", async () => {
    for (const encoding of ["identity", "gzip"]) {
      const nothing = await sent("/courses/no-such-course", { accept: "text/html", "accept-encoding": encoding });
      expect(nothing.status).toBe(404);
      expect(nothing.text).toContain("<noscript><main");
    }
  });
});

test.each([
  ["a front server that may do it itself", { "accept-encoding": "gzip", "x-forwarded-for": "203.0.113.7" }],
  ["a browser that refuses it", { "accept-encoding": "gzip;q=0, br" }],
  ["somebody who asks for a part", { "accept-encoding": "gzip", range: "bytes=0-99" }],
])("nothing is compressed for %s", async (_, headers) => {
  expect((await sent("/", headers)).headers["content-encoding"]).toBeUndefined();
});

test("who is signed in is known to the pages that are the same for everyone", async () => {
  const me = JSON.parse((await sent("/api/me", { cookie })).text) as { viewer: { name: string; initials: string } };
  expect(me.viewer.name).not.toBe("");
  expect(me.viewer.initials).toMatch(/^\p{Lu}{1,2}$/u);
  expect(JSON.parse((await sent("/api/me")).text)).toEqual({ viewer: null });
});

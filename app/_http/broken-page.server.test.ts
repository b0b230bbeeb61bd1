import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { dropTable } from "#tests/support/break-database.ts";
import { openFixtureSchool, type Fixtures } from "#tests/support/route-table/fixtures.ts";
import { startServers, type TestServers } from "#tests/support/servers.ts";

const WORDS = "That did not work, and it is our fault";
/** As a page shows them: every page also brings them along for its scripts. */
const SHOWN = `<h1>${WORDS}</h1>`;

let things: Fixtures;
let servers: TestServers;

beforeAll(async () => {
  things = await openFixtureSchool();
  const { url } = things.school.database;
  servers = await startServers(1, url, { MATRICULA_DATA_DIR: things.dataDir });
  for (const table of ["tickets", "meetings", "materials", "course_search"]) await dropTable(url, table);
});

afterAll(async () => {
  await servers?.stop();
  await things?.close();
});

async function get(path: string, more: Record<string, string> = {}, method = "GET") {
  const { cookie } = things.people.student;
  const headers = { accept: "text/html,application/xhtml+xml", cookie, ...more };
  const answer = await fetch(`${servers.all[0]?.url}${path}`, { method, headers, redirect: "manual" });
  return { status: answer.status, headers: answer.headers, text: await answer.text() };
}

/** What the log says of a request; it is written beside the answer, and may come a moment after it. */
async function logged(requestId: string): Promise<Record<string, unknown> | undefined> {
  for (let wait = 0; wait < 100; wait++) {
    const lines = servers.all[0]?.log().split("\n") ?? [];
    const line = lines.find((each) => each.startsWith("{") && each.includes(requestId));
    if (line) return JSON.parse(line);
    await new Promise((wake) => setTimeout(wake, 20));
  }
  return undefined;
}

describe("a page that throws while it is rendered", () => {
  const pages: [name: string, path: () => string][] = [
    ["rendered for its request", () => "/help"],
    ["found by a search", () => "/courses/find?q=paper"],
    ["kept for everybody", () => `/courses/${things.courseSlug}`],
    ["of the learning place", () => `/learning/${things.courseSlug}`],
  ];
  test.each(pages)("and is %s answers 500 in words, with the number that stands in the log", async (_, path) => {
    const { status, headers, text } = await get(path());
    const number = headers.get("x-request-id") ?? "none";
    expect([status, headers.get("content-type")]).toEqual([500, "text/html; charset=utf-8"]);
    expect(number).toMatch(/^req_[0-9a-f]{32}$/);
    expect(text).toContain(WORDS);
    expect(text).toContain(number);
    expect(text).not.toContain("<script");
    expect(headers.get("content-security-policy")).toContain("default-src 'none'");
    expect(headers.get("cache-control")).toBe("private, no-store");
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(await logged(number)).toMatchObject({ level: "error", requestId: number, msg: "a page failed to render" });
  });

  test("offers to try the same address again, whatever stands in it", async () => {
    const { text } = await get('/courses/find?q="><img src=x>');
    expect(text).toContain('href="/courses/find?q=%22%3E%3Cimg%20src=x%3E"');
    expect(text).not.toContain("<img");
  });

  test("gives no number of the asker's own choice", async () => {
    const { headers, text } = await get("/help", { "x-request-id": "req_chosen" });
    expect(headers.get("x-request-id")).not.toBe("req_chosen");
    expect(text).not.toContain("req_chosen");
  });

  test("says to HEAD what it would say, without the words", async () => {
    const { status, headers, text } = await get("/help", {}, "HEAD");
    expect([status, text]).toEqual([500, ""]);
    expect(headers.get("x-request-id")).toMatch(/^req_/);
  });

  test("leaves scripts what they asked for: they draw the error in the page they are on", async () => {
    const { status, text } = await get("/help", { accept: "*/*" });
    expect(status).toBe(500);
    expect(text).not.toContain(SHOWN);
  });
});

test.each([
  ["kept for everybody", () => "/courses/there-is-no-such-course"],
  ["rendered for its request", () => "/orders/NOSUCHX"],
])("a page of nothing that is %s says so without scripts, and whole", async (_, path) => {
  const { status, headers, text } = await get(path());
  expect(status).toBe(404);
  expect(text).toMatch(/<noscript><main[^>]*>\s*<h1>There is nothing here<\/h1>/);
  expect(text.endsWith("</html>")).toBe(true);
  expect(headers.get("content-length") ?? String(Buffer.byteLength(text))).toBe(String(Buffer.byteLength(text)));
});

test("what a teacher may not see leaves them in the office, and tells nobody else that there is one", async () => {
  const nav = (html: string) =>
    html.includes('href="/admin/courses"') || html.includes('\\"href\\":\\"/admin/courses\\"');
  const answers = ["instructor", "student"] as const;
  const [teacher, student] = await Promise.all(
    answers.map((who) => get("/admin/settings", { cookie: things.people[who].cookie })),
  );
  expect([teacher?.status, student?.status]).toEqual([404, 404]);
  expect([nav(teacher?.text ?? ""), nav(student?.text ?? "")]).toEqual([true, false]);
});

test("what is sent like a form and names no action is told so by a page", async () => {
  const form = new FormData();
  form.set("email", "nobody@example.org");
  for (const [path, words] of [
    ["/sign-in", "That form could not be read"],
    ["/help/new", "That form could not be read"],
  ] as const) {
    const answer = await fetch(`${servers.all[0]?.url}${path}`, {
      method: "POST",
      headers: { accept: "text/html" },
      body: form,
    });
    expect([answer.status, answer.headers.get("content-type")], path).toEqual([400, "text/html; charset=utf-8"]);
    expect(await answer.text()).toContain(words);
  }
});

test("what does not break is not touched", async () => {
  for (const path of ["/sign-in", "/account", "/no-such-page"]) {
    const { status, headers, text } = await get(path);
    expect(status, path).toBe(path === "/no-such-page" ? 404 : 200);
    expect(headers.get("x-request-id"), path).toBeNull();
    expect(text, path).not.toContain(SHOWN);
  }
});

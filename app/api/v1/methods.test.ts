import { readdirSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { OPERATIONS } from "./_spec/table.ts";

const ROOT = path.resolve("app/api/v1");
const METHODS = ["GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"];

const routes = readdirSync(ROOT, { recursive: true, encoding: "utf8" })
  .filter((file) => path.basename(file) === "route.ts" && !file.startsWith("[...path]"))
  .map((file) => `/${path.dirname(file).replace("[id]", "{id}")}`);

/** The document is no operation of its own. */
const offered = (route: string): string[] =>
  route === "/openapi.json" ? ["GET"] : OPERATIONS.filter(({ path: at }) => at === route).map(({ method }) => method);

type Handler = (request: Request) => Response;

async function answersOf(route: string): Promise<Record<string, Handler | undefined>> {
  return import(/* @vite-ignore */ path.join(ROOT, route.replace("{id}", "[id]"), "route.ts"));
}

/** What Next makes by itself where a route file leaves it out: HEAD from GET. */
const byNext = (method: string, taken: string[]) => method === "HEAD" && taken.includes("GET");

test.each(routes)("%s says of every other method which ones it takes", async (route) => {
  const taken = offered(route);
  expect(taken).not.toEqual([]);
  const allow = METHODS.filter((method) => method === "OPTIONS" || taken.includes(method) || byNext(method, taken));
  const handlers = await answersOf(route);
  for (const method of METHODS.filter((each) => !taken.includes(each) && !byNext(each, taken))) {
    const answer = handlers[method]?.(new Request(`http://localhost/api/v1${route}`, { method }));
    expect(answer?.headers.get("allow"), method).toBe(allow.join(", "));
    if (method === "OPTIONS") {
      expect([answer?.status, await answer?.text()]).toEqual([204, ""]);
      continue;
    }
    expect(answer?.headers.get("content-type"), method).toBe("application/problem+json");
    expect(await answer?.json(), method).toMatchObject({
      status: 405,
      code: "method_not_allowed",
      requestId: answer?.headers.get("x-request-id"),
    });
  }
});

import path from "node:path";
import { expect, test } from "vitest";

/** What programs ask outside the API: the browser's own script, and whoever drives the gateway. The API has a test of its own. */
const ROUTES: [string, string, string][] = [
  ["app/api/me", "POST", "GET, HEAD, OPTIONS"],
  ["app/api/live/[courseId]", "DELETE", "GET, HEAD, OPTIONS"],
  ["app/sandbox/api/pay", "GET", "OPTIONS, POST"],
  ["app/sandbox/api/pay", "HEAD", "OPTIONS, POST"],
];

type Handlers = Record<string, ((request: Request) => Response) | undefined>;

test.each(ROUTES)("%s tells a program that sends %s which methods it takes", async (route, method, allow) => {
  const handlers: Handlers = await import(/* @vite-ignore */ path.resolve(route, "route.ts"));
  const answer = handlers[method]?.(new Request("http://localhost/", { method }));
  expect(answer?.headers.get("allow")).toBe(allow);
  expect(answer?.headers.get("content-type")).toBe("application/problem+json");
  expect(await answer?.json()).toMatchObject({ status: 405, code: "method_not_allowed" });
});

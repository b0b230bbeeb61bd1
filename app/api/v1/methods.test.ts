import { beforeEach, describe, expect, test, vi } from "vitest";
import * as api from "./[...path]/route.ts";
import { nameEndpoint } from "./find-endpoint.ts";
import { OPERATIONS } from "./operations.ts";
import * as document from "./openapi.json/route.ts";

const METHODS = ["GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"] as const;
type Method = (typeof METHODS)[number];

const offeredAt = (path: string) => OPERATIONS.filter((each) => each.path === path);

// What an operation answers is proved elsewhere; here it says which one it is, and the id that it was asked for.
beforeEach(() => {
  for (const operation of OPERATIONS) {
    vi.spyOn(operation, "respond").mockImplementation(async (_, id) => new Response(`${operation.id} ${id}`.trim()));
  }
});

/** Asks the route file as Next does: it gets the segments of the path. */
async function ask(method: Method, path: string): Promise<Response> {
  const params = Promise.resolve({ path: path.slice(1).split("/") });
  return api[method](new Request(`http://localhost/api/v1${path}`, { method }), { params });
}

async function expectRefusal(answer: Response | undefined, status: number, code: string) {
  expect(answer?.headers.get("content-type")).toBe("application/problem+json");
  expect(await answer?.json()).toMatchObject({ status, code, requestId: answer?.headers.get("x-request-id") });
}

const paths = [...new Set(OPERATIONS.map(({ path }) => path))];

test.each(paths)("%s is served by its methods and says of every other one which those are", async (path) => {
  const byMethod = new Map<string, string>(offeredAt(path).map(({ method, id }) => [method, id]));
  const taken = METHODS.filter((each) => byMethod.has(each === "HEAD" ? "GET" : each));
  const allow = METHODS.filter((each) => each === "OPTIONS" || taken.includes(each)).join(", ");
  for (const method of METHODS) {
    const answer = await ask(method, path.replace("{id}", "x_none"));
    if (taken.includes(method)) {
      const operation = byMethod.get(method === "HEAD" ? "GET" : method);
      expect(await answer.text()).toBe(path.includes("{id}") ? `${operation} x_none` : operation);
      continue;
    }
    expect(answer.headers.get("allow"), method).toBe(allow);
    if (method === "OPTIONS") expect([answer.status, await answer.text()]).toEqual([204, ""]);
    else await expectRefusal(answer, 405, "method_not_allowed");
  }
});

describe("what the API does not have", () => {
  const none = ["/nothing", "/courses/x/nothing", "/courses/x/publish/more", "/__proto__", "/Courses"];
  test.each(none)("%s is not found by any method, whoever asks", async (path) => {
    for (const method of METHODS) await expectRefusal(await ask(method, path), 404, "not_found");
  });

  test("is not made of an id that holds a slash", async () => {
    const params = Promise.resolve({ path: ["courses", "x/publish"] });
    const asked = new Request("http://localhost/api/v1/courses/x%2Fpublish");
    expect(await (await api.GET(asked, { params })).text()).toBe("readCourse x/publish");
  });
});

test("the document says which methods it takes", async () => {
  const { OPTIONS, POST } = document;
  expect(OPTIONS().headers.get("allow")).toBe("GET, HEAD, OPTIONS");
  await expectRefusal(POST(), 405, "method_not_allowed");
});

test("metrics and traces name the path of an operation, and nothing that strangers make up", () => {
  expect(nameEndpoint("/api/v1/courses")).toBe("/api/v1/courses");
  expect(nameEndpoint("/api/v1/courses/bookbinding/materials")).toBe("/api/v1/courses/[id]/materials");
  expect(nameEndpoint("/api/v1/courses/bookbinding/secrets")).toBeUndefined();
  const names = paths.map((path) => nameEndpoint(`/api/v1${path.replace("{id}", "x_none")}`));
  expect(names).toEqual(paths.map((path) => `/api/v1${path.replace("{id}", "[id]")}`));
});

import { request as httpRequest } from "node:http";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openTestDatabase, type TestDatabase } from "#db/testing.ts";
import { startServers, type TestServers } from "#tests/support/servers.ts";

let database: TestDatabase;
let servers: TestServers;
beforeAll(async () => {
  database = await openTestDatabase();
  // Reached by https, where every answer has one header more.
  servers = await startServers(1, database.url, { MATRICULA_URL: "https://school.example" });
});
afterAll(async () => {
  await servers?.stop();
  await database?.drop();
});

type Answer = { status: number; body: string; headers: Record<string, unknown>; isDirect: boolean };
type Asked = { method: string; path: string; headers?: Record<string, string>; body?: string };

/** One request; a body of no length said is sent in pieces. */
function send({ method, path, headers = {}, body = "" }: Asked): Promise<Answer> {
  const { hostname, port } = new URL(servers.all[0]?.url ?? "");
  return new Promise((resolve, reject) => {
    const sent = httpRequest({ hostname, port, path, method, headers }, (answer) => {
      let text = "";
      answer.setEncoding("utf8");
      answer.on("data", (piece: string) => (text += piece));
      answer.on("end", () => resolve(readAnswer(answer.statusCode ?? 0, text, answer.headers)));
    });
    sent.on("error", reject);
    if (method === "POST" && headers["content-length"] === undefined) sent.write("");
    sent.end(body);
  });
}

/** What differs between any two requests, and what Next says of its own pages beside. */
const OF_ONE_REQUEST = ["date", "x-request-id", "connection", "keep-alive", "content-length", "transfer-encoding"];
const VARY_OF_PAGES = /^rsc, next-router[^,]*(, next-router[^,]*)*(, )?/;

function readAnswer(status: number, body: string, { ...headers }: Record<string, unknown>): Answer {
  const isDirect = !String(headers.vary).startsWith("rsc") && headers["transfer-encoding"] === undefined;
  for (const name of OF_ONE_REQUEST) delete headers[name];
  const vary = String(headers.vary ?? "").replace(VARY_OF_PAGES, "");
  if (vary === "") delete headers.vary;
  else headers.vary = vary;
  return { status, body: body.replaceAll(/req_[0-9a-f]{32}/g, "req_"), headers, isDirect };
}

const withLength = (body: string) => ({ body, headers: { "content-length": String(Buffer.byteLength(body)) } });

describe("is answered directly as Next answers it, with the same headers", () => {
  test.each<[what: string, direct: Asked, byNext: Asked]>([
    [
      "a list asked for without a token",
      { method: "GET", path: "/api/v1/courses?limit=2" },
      { method: "GET", path: "/api/v1/c%6Furses?limit=2" },
    ],
    ["the head of one", { method: "HEAD", path: "/api/v1/courses" }, { method: "HEAD", path: "/api/v1/c%6Furses" }],
    [
      "an address that there is not",
      { method: "GET", path: "/api/v1/nothing/here" },
      { method: "GET", path: "/api/v1/n%6Fthing/here" },
    ],
    [
      "a method that it does not take",
      { method: "DELETE", path: "/api/v1/courses", headers: { "content-length": "0" } },
      { method: "DELETE", path: "/api/v1/c%6Furses", headers: { "content-length": "0" } },
    ],
    [
      "a token that is none",
      { method: "POST", path: "/api/v1/enrolments", headers: { authorization: "Bearer x", "content-length": "0" } },
      { method: "POST", path: "/api/v1/enrolments", headers: { authorization: "Bearer x" } },
    ],
    [
      "in another language",
      { method: "GET", path: "/api/v1/courses", headers: { "accept-language": "de" } },
      { method: "GET", path: "/api/v1/c%6Furses", headers: { "accept-language": "de" } },
    ],
    [
      "how many seats are left",
      { method: "GET", path: "/api/live/crs_0" },
      { method: "GET", path: "/api/live/c%72s_0" },
    ],
    [
      "a message that no gateway signed",
      { method: "POST", path: "/webhooks/sandbox", ...withLength("{}") },
      { method: "POST", path: "/webhooks/sandbox", body: "{}" },
    ],
    [
      "a message of a provider that is not used",
      { method: "POST", path: "/webhooks/stripe", ...withLength("{}") },
      { method: "POST", path: "/webhooks/stripe", body: "{}" },
    ],
  ])("%s", async (_what, direct, byNext) => {
    const [ours, theirs] = [await send(direct), await send(byNext)];
    expect({ ...ours, isDirect: true }).toEqual({ ...theirs, isDirect: true });
    expect([ours.isDirect, theirs.isDirect]).toEqual([true, false]);
    expect(ours.headers).toMatchObject({ "strict-transport-security": "max-age=31536000", "x-frame-options": "DENY" });
  });
});

test.each<[what: string, asked: Asked, status: number]>([
  ["another method than POST for a message", { method: "GET", path: "/webhooks/sandbox" }, 405],
  ["an address that ends with a slash", { method: "GET", path: "/api/v1/courses/" }, 308],
  ["an address that no route has", { method: "POST", path: "/webhooks/others", ...withLength("{}") }, 404],
])("leaves to Next or its guard: %s", async (_what, asked, status) => {
  expect((await send(asked)).status).toBe(status);
});

test("leaves the description of the API, which has a route of its own, to Next", async () => {
  expect(await send({ method: "GET", path: "/api/v1/openapi.json" })).toMatchObject({ status: 200, isDirect: false });
});

test("the head of an answer says how long the answer is", async () => {
  const address = `${servers.all[0]?.url}/api/v1/nothing`;
  const [whole, head] = [await fetch(address), await fetch(address, { method: "HEAD" })];
  expect(Number(head.headers.get("content-length"))).toBe((await whole.arrayBuffer()).byteLength);
});

test("somebody who hangs up before the body has come harms nobody", async () => {
  const { hostname, port } = new URL(servers.all[0]?.url ?? "");
  await new Promise<void>((resolve) => {
    const headers = { "content-length": "100" };
    const sent = httpRequest({ hostname, port, path: "/webhooks/sandbox", method: "POST", headers });
    sent.on("error", () => resolve());
    sent.write("{");
    setTimeout(() => sent.destroy(new Error("hung up")), 50);
  });
  expect((await send({ method: "POST", path: "/webhooks/sandbox", ...withLength("{}") })).status).toBe(400);
  expect(servers.all[0]?.log()).not.toMatch(/Unhandled|ERR_/i);
});

import { request as httpRequest } from "node:http";
import { and, eq, like } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { auditLog, sessions } from "#db/schema/index.ts";
import { openTestDatabase, type TestDatabase } from "#db/testing.ts";
import { scaleDeadline } from "#tests/support/deadlines.ts";
import { BOUNDARY, encodeForm, findHiddenFields, FORM_HEADERS } from "#tests/support/page-forms.ts";
import { startServers, type TestServers } from "#tests/support/servers.ts";

/** A school that people know by another name than the one its server is reached by, as behind every proxy. */
const URL_OF_SCHOOL = "https://school.example";

let database: TestDatabase;
let servers: TestServers;
beforeAll(async () => {
  database = await openTestDatabase();
  servers = await startServers(1, database.url, {
    MATRICULA_URL: URL_OF_SCHOOL,
    MATRICULA_MONITORING_TOKEN: "a".repeat(32),
  });
});
afterAll(async () => {
  await servers?.stop();
  await database?.drop();
});

type Answer = { status: number; body: string; headers: Record<string, string | string[] | undefined> };

/** One request with exactly these headers: fetch sets some of its own. */
function send(path: string, headers: Record<string, string>, body?: string | Buffer): Promise<Answer> {
  const { hostname, port } = new URL(servers.all[0]?.url ?? "");
  const method = body === undefined ? "GET" : "POST";
  return new Promise((resolve, reject) => {
    const length = body === undefined ? {} : { "content-length": String(Buffer.byteLength(body)) };
    const sent = httpRequest({ hostname, port, path, method, headers: { ...headers, ...length } }, (answer) => {
      let text = "";
      answer.setEncoding("utf8");
      answer.on("data", (piece: string) => (text += piece));
      answer.on("end", () => resolve({ status: answer.statusCode ?? 0, body: text, headers: answer.headers }));
    });
    sent.on("error", reject);
    sent.end(body);
  });
}

/** The fields that Next put into the form of a page which has `field`. */
const fieldsOf = async (path: string, field: string) =>
  findHiddenFields((await send(path, { accept: "text/html", host: "school.example" })).body, field);

describe("a form sent from the school's own address is taken", () => {
  test.each<[what: string, headers: Record<string, string>]>([
    ["behind nginx without a line of its own", { host: "127.0.0.1:3000", origin: URL_OF_SCHOOL }],
    ["behind a proxy that drops the port", { host: "school.example", origin: URL_OF_SCHOOL }],
    ["behind Traefik", { host: "school.example", "x-forwarded-host": "school.example", origin: URL_OF_SCHOOL }],
    [
      "with a host that another machine made up",
      { host: "app:8080", "x-forwarded-host": "edge", origin: URL_OF_SCHOOL },
    ],
    ["by a browser that says no origin", { host: "school.example", origin: "null", "sec-fetch-site": "same-origin" }],
  ])("%s", async (_what, headers) => {
    const fields = {
      ...(await fieldsOf("/sign-in", "password")),
      email: "nobody@example.org",
      password: "wrong",
      how: "password",
    };
    const answer = await send("/sign-in", { ...FORM_HEADERS, ...headers }, encodeForm(fields));
    expect(answer.status).toBe(200);
    expect(answer.body).toContain("do not go together");
  });
});

test("a form of another site is refused in words that name the header, and never an error", async () => {
  const fields = {
    ...(await fieldsOf("/sign-in", "password")),
    email: "nobody@example.org",
    password: "wrong",
    how: "password",
  };
  for (const origin of ["https://evil.example", "null", "nonsense"]) {
    const answer = await send("/sign-in", { ...FORM_HEADERS, host: "school.example", origin }, encodeForm(fields));
    expect(answer.status).toBe(200);
    expect(answer.body).toContain("was sent from another site");
    expect(answer.body).toContain("MATRICULA_URL");
  }
});

describe("behind TLS", () => {
  const tls = { host: "school.example", "x-forwarded-proto": "https", accept: "text/html" };

  test.each(["/", "/courses", "/courses/find", "/sign-in", "/sorry", "/help/new", "/no-such-page", "/api/v1/courses"])(
    "the character 0 in a question to %s is no error",
    async (path) => {
      const { status } = await send(`${path}?q=%00a&next=%00`, tls);
      expect(status).toBeLessThan(500);
    },
  );

  test.each(["/%00", "/courses/%00", "/files/%00", "/welcome/%00", "/courses/page/%00", "/calendar/%00.ics"])(
    "nor is it in the path %s",
    async (path) => {
      expect((await send(path, tls)).status).toBeLessThan(500);
    },
  );

  test("strict transport security is said by the address of the school, not by a header", async () => {
    for (const proto of ["https", "http", "nonsense"]) {
      const { headers } = await send("/sign-in", { ...tls, "x-forwarded-proto": proto });
      expect(headers["strict-transport-security"]).toContain("max-age=");
    }
  });
});

describe("what is no form of ours is answered with 400", () => {
  const from = { host: "school.example", origin: URL_OF_SCHOOL, "sec-fetch-site": "same-origin" };
  const id = "7f".repeat(21);
  test.each<[what: string, headers: Record<string, string>, body: string]>([
    ["an action that is none", { "next-action": "nonsense", "content-type": "text/plain" }, "[]"],
    ["an action that is not here", { "next-action": id, "content-type": "text/plain" }, "[]"],
    ["an action with half a list", { "next-action": id, "content-type": "text/plain" }, "[{"],
    ["an action with a form that is none", { "next-action": id, ...FORM_HEADERS }, encodeForm({ "0": '["$K1"' })],
    ["a reference that leads nowhere", FORM_HEADERS, encodeForm({ $ACTION_REF_1: "", "$ACTION_1:0": "{" })],
    [
      "a bound action that is none",
      FORM_HEADERS,
      encodeForm({ $ACTION_REF_1: "", "$ACTION_1:0": '{"id":"x","bound":null}' }),
    ],
    ["an id that is none", FORM_HEADERS, encodeForm({ $ACTION_ID_nonsense: "" })],
    ["an id that is not here", FORM_HEADERS, encodeForm({ [`$ACTION_ID_${id}`]: "" })],
    ["a form that ends too early", FORM_HEADERS, `--${BOUNDARY}\r\ncontent-disposition: form-data; name="a"\r\n\r\nb`],
    ["a form without a boundary", { ...FORM_HEADERS, "content-type": "multipart/form-data" }, "a=b"],
  ])("%s", async (_what, headers, body) => {
    const answer = await send("/sign-in", { ...from, ...headers }, body);
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
  });

  test("a form of before an update is told so in words, where no script does it", async () => {
    const headers = { ...from, ...FORM_HEADERS, accept: "text/html" };
    const answer = await send("/help/new", headers, encodeForm({ [`$ACTION_ID_${id}`]: "", subject: "Chairs" }));
    expect([answer.status, answer.headers["content-type"]]).toEqual([409, "text/html; charset=utf-8"]);
    expect(answer.body).toContain("The school was updated meanwhile");
  });

  test("and an argument that is no form too, sent to an action that is there", async () => {
    const fields = await fieldsOf("/sign-in", "password");
    const reference = Object.keys(fields)
      .find((name) => name.startsWith("$ACTION_REF_"))
      ?.slice("$ACTION_REF_".length);
    for (const bound of ["", "{", "[1]", '["$K9"]', '[{"turn":1e999}]']) {
      const answer = await send(
        "/sign-in",
        { ...FORM_HEADERS, ...from },
        encodeForm({ ...fields, [`$ACTION_${reference}:1`]: bound }),
      );
      expect(answer.status).toBeLessThan(500);
    }
  });

  test("is counted by kind, and leaves few rows with the source and no secret", async () => {
    const { body } = await send("/metrics", { authorization: `Bearer ${"a".repeat(32)}` });
    const counted = (kind: string) =>
      Number(new RegExp(`security_events_total\\{[^}]*kind="${kind}"[^}]*\\} (\\d+)`).exec(body)?.[1]);
    expect(counted("malformed_request")).toBeGreaterThan(3);
    expect(counted("origin_refused")).toBeGreaterThan(2);
    expect(counted("sign_in_failed")).toBeGreaterThan(3);
    await expect
      .poll(async () => (await rowsOf("security.sign_in_failed")).length, {
        timeout: scaleDeadline(20_000),
        interval: 250,
      })
      .toBeGreaterThan(0);
    expect(JSON.stringify(await rowsOf("security.%"))).not.toMatch(/wrong"|nobody@/);
  });

  const rowsOf = (action: string) => database.read.select().from(auditLog).where(like(auditLog.action, action));
});

test("whoever must wait is told how long, in words and in a header, and a browser that was in before is not locked out", async () => {
  const password = "seven quiet paper boats";
  const person = { name: "Jonas Frei", email: "jonas@example.org", password };
  const at = (address: string) => ({
    ...FORM_HEADERS,
    host: "school.example",
    origin: URL_OF_SCHOOL,
    "x-forwarded-for": address,
  });
  const made = await send(
    "/sign-up",
    at("203.0.113.8"),
    encodeForm({ ...(await fieldsOf("/sign-up", "password")), ...person }),
  );
  const cookie = [made.headers["set-cookie"] ?? []]
    .flat()
    .map((each) => each.split(";")[0])
    .join("; ");
  expect(cookie).toContain("__Host-known=");
  const fields = { ...(await fieldsOf("/sign-in", "password")), email: person.email, how: "password" };
  const wrong = encodeForm({ ...fields, password: "not the one" });
  const answers: Answer[] = [];
  for (let n = 0; n < 11; n++) answers.push(await send("/sign-in", at("203.0.113.9"), wrong));
  expect(answers.slice(0, 10).map(({ status }) => status)).toEqual(Array(10).fill(200));
  const [refused] = answers.slice(10);
  expect(refused?.status).toBe(429);
  expect(Number(refused?.headers["retry-after"])).toBeGreaterThan(0);
  expect(refused?.body).toMatch(/Try again in \d+ (minutes|seconds)/);
  const right = encodeForm({ ...fields, password });
  expect((await send("/sign-in", at("203.0.113.9"), right)).status).toBe(429);
  expect(
    (await send("/sign-in", { ...at("203.0.113.9"), cookie: cookie.replace(/__Host-session=[^;]*;? ?/, "") }, right))
      .status,
  ).toBe(303);
});

test("a sign-in is kept with the client's address, never with one that the client made up", async () => {
  const fields = await fieldsOf("/sign-up", "password");
  const person = { name: "Mara Keller", email: "mara@example.org", password: "seven quiet paper boats" };
  const headers = {
    ...FORM_HEADERS,
    host: "school.example",
    origin: URL_OF_SCHOOL,
    "x-forwarded-for": "9.9.9.9, 203.0.113.7",
  };
  const answer = await send("/sign-up", headers, encodeForm({ ...fields, ...person }));
  expect(answer.status).toBe(303);
  const [session] = await database.read.select().from(sessions).where(eq(sessions.address, "203.0.113.7"));
  const [entry] = await database.read
    .select()
    .from(auditLog)
    .where(and(eq(auditLog.action, "account.create"), eq(auditLog.objectId, session?.userId ?? "")));
  expect(entry).toMatchObject({ actorType: "user", actorId: session?.userId });
});

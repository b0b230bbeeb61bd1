import { readFileSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { engine } from "#db/engine.ts";
import { migratePostgres } from "#db/migrate.ts";
import { normalisePostgresAddress } from "#db/postgres-address.ts";
import { apiTokens, userRoles } from "#db/schema/index.ts";
import { hashToken } from "#domain/accounts/sessions.ts";
import { createId, createSecret } from "#domain/kernel/ids.ts";
import { scaleDeadline } from "#tests/support/deadlines.ts";
import { createSignedInStudent, createSignedInStudents, submitEnrol } from "#tests/support/enrol-requests.ts";
import { startReplica, type TestReplica } from "#tests/support/postgres-replica.ts";
import { createDatabase, startPostgres, TEMPLATE_DATABASE, type TestServer } from "#tests/support/postgres-server.ts";
import { openTestSchool, type TestSchool } from "#tests/support/school.ts";
import { startServers, type TestServers } from "#tests/support/servers.ts";

/** The id that the build gave an action. */
function findAction(name: string): string {
  const manifest = readFileSync(".next/server/server-reference-manifest.json", "utf8");
  const { node } = JSON.parse(manifest) as { node: Record<string, { exportedName: string }> };
  return Object.entries(node).find(([, { exportedName }]) => exportedName === name)?.[0] ?? "";
}

const SLUG = "replicated";
const MONITORING_TOKEN = "a-token-for-tests-that-everybody-knows";
/** In how many seconds a school writes again after another server was made its primary. */
const BACK_MS_MAX = scaleDeadline(15_000);

let primary: TestServer;
let replica: TestReplica;
let school: TestSchool;
let servers: TestServers;
let cohort: { id: string; courseId: string };
let people: { id: string; cookie: string }[];

describe.skipIf(engine === "sqlite")("two servers with a replica of their database", () => {
  beforeAll(async () => {
    const usual = process.env.DATABASE_URL;
    primary = await startPostgres(undefined, []);
    await migratePostgres(await createDatabase(primary.url, TEMPLATE_DATABASE));
    process.env.DATABASE_URL = primary.url;
    try {
      school = await openTestSchool();
    } finally {
      process.env.DATABASE_URL = usual;
    }
    school.clock.set(new Date());
    cohort = await school.cohort({ capacity: 1_000 }, { slug: SLUG, title: "Replicated" });
    people = await createSignedInStudents(school, 40);
    replica = await startReplica(primary);
    const [first, second] = [`127.0.0.1:${primary.place.port}`, `127.0.0.1:${replica.place.port}`];
    const { url } = school.database;
    servers = await startServers(2, normalisePostgresAddress(url.replace(first, `${first},${second}`)), {
      DATABASE_REPLICA_URL: url.replace(first, second),
      MATRICULA_MONITORING_TOKEN: MONITORING_TOKEN,
    });
    // Each of them has checked the replica once.
    await Promise.all(servers.all.map(({ url: at }) => fetch(`${at}/courses/${SLUG}`)));
  });
  afterAll(async () => {
    await servers?.stop();
    await school?.database.close();
    await replica?.stop();
    await primary?.stop();
  });

  const at = (n: number) => servers.all[n]?.url ?? "";
  const press = (n: number, { cookie }: { cookie: string }) =>
    submitEnrol(at(n), { cohortId: cohort.id, cookie, origin: servers.origin });
  const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
  const createToken = async (userId: string, scopes: string[]) => {
    const secret = `mtr_${createSecret()}`;
    const token = { id: createId("apiToken"), tokenHash: hashToken(secret), userId, name: "test", scopes };
    await school.database.write((tx) => tx.insert(apiTokens).values({ ...token, createdAt: school.clock() }));
    return secret;
  };
  const seenOf = (answer: Response) =>
    answer.headers
      .getSetCookie()
      .find((each) => each.startsWith("seen="))
      ?.split(";")[0] ?? "";
  const get = (n: number, path: string, cookie = "") =>
    fetch(`${at(n)}${path}`, { headers: { cookie, accept: "text/html" }, redirect: "manual" });

  test("who has enrolled at one sees it at the other, however far the replica is behind", async () => {
    await replica.hold();
    try {
      for (const person of people.slice(0, 5)) {
        const sent = await press(0, person);
        expect([sent.status, seenOf(sent)]).toEqual([303, expect.stringMatching(/^seen=[\dA-F]+-[\dA-F]+$/)]);
        const own = await get(1, "/learning", `${person.cookie}; ${seenOf(sent)}`);
        expect([own.status, (await own.text()).includes(`/learning/${SLUG}`)]).toEqual([200, true]);
        // It is the cookie that does it: the replica knows nothing of it yet.
        const older = await get(1, "/learning", person.cookie);
        expect([older.status, (await older.text()).includes(`/learning/${SLUG}`)]).toEqual([200, false]);
      }
    } finally {
      await replica.letGo();
    }
  });

  test("who has signed in a moment ago is known, and an API token sees what it wrote, at either server", async () => {
    await replica.hold();
    try {
      const { id, cookie } = await createSignedInStudent(school);
      expect((await get(1, "/learning", cookie)).status).toBe(200);
      const [writer, reader] = await Promise.all([
        createToken(id, ["enrolments:read", "enrolments:write"]),
        createToken(id, ["enrolments:read"]),
      ]);
      const sent = await fetch(`${at(0)}/api/v1/enrolments`, {
        method: "POST",
        headers: { ...bearer(writer), "content-type": "application/json", "idempotency-key": createSecret() },
        body: JSON.stringify({ cohortId: cohort.id }),
      });
      expect(sent.status).toBe(201);
      const list = async (token: string) => {
        const answer = await fetch(`${at(1)}/api/v1/enrolments`, { headers: bearer(token) });
        return ((await answer.json()) as { items: unknown[] }).items.length;
      };
      // One that can only read has written nothing: it reads what the replica has.
      expect([await list(writer), await list(reader)]).toEqual([1, 0]);
    } finally {
      await replica.letGo();
    }
  });

  test("who sends a form is shown the page that it leads to, which Next asks for itself", async () => {
    await replica.hold();
    try {
      for (const { cookie } of people.slice(5, 9)) {
        const form = new FormData();
        form.set("_1_subject", "Where are the keys?");
        form.set("_1_body", "They were on the hook.");
        form.set("0", JSON.stringify([{ status: "idle", fields: {}, values: {}, turn: 0 }, "$K1"]));
        const headers = {
          ...{
            cookie,
            origin: servers.origin,
            "sec-fetch-site": "same-origin",
            "next-action": findAction("askAction"),
          },
          "x-forwarded-host": new URL(servers.origin).host,
        };
        const sent = await fetch(`${at(0)}/help/new`, { method: "POST", body: form, headers, redirect: "manual" });
        const text = await sent.text();
        expect(sent.headers.get("x-action-redirect")).toMatch(/^\/help\/[A-Z]/);
        // Of the page of the ticket, and not of the form.
        expect([text.includes("They were on the hook."), text.includes("NEXT_HTTP_ERROR_FALLBACK;404")]).toEqual([
          true,
          false,
        ]);
      }
    } finally {
      await replica.letGo();
    }
  });

  test("its lag, its share of the reads and what turned to the primary are in the metrics", async () => {
    const answer = await fetch(`${at(1)}/metrics`, { headers: { authorization: `Bearer ${MONITORING_TOKEN}` } });
    const text = await answer.text();
    const value = (name: string) =>
      Number(new RegExp(`^${name} (\\S+)$`, "m").exec(text.replaceAll(/,?process="[^"]*"/g, ""))?.[1]);
    expect(value('matricula_replica_reads_total{by="replica"}')).toBeGreaterThan(5);
    expect(value('matricula_replica_fallbacks_total{reason="not_caught_up"}')).toBeGreaterThan(0);
    expect(value('matricula_replica_state{state="in_use"}')).toBe(1);
    expect(text).toMatch(/^matricula_replica_lag_seconds\{/m);
  });

  test("the system page says how the replica stands", async () => {
    const owner = people[30] as (typeof people)[0];
    await school.database.write(async (tx) => {
      await tx.insert(userRoles).values({ userId: owner.id, role: "owner", grantedAt: school.clock() });
    });
    const page = await get(1, "/admin/system", owner.cookie);
    const text = await page.text();
    expect([
      page.status,
      ["Replica", "answers reads", "Share of the reads"].filter((each) => !text.includes(each)),
    ]).toEqual([200, []]);
    expect(text).toMatch(/\d+ % of [\d,]+</);
  });

  test("people read on when the primary dies, and write on when the replica takes its place", async () => {
    const [reader, writer] = people.slice(10) as [(typeof people)[0], (typeof people)[0]];
    await primary.kill();
    for (const n of [0, 1]) {
      for (const path of ["/courses", `/courses/${SLUG}`, "/learning", "/health"]) {
        expect([path, (await get(n, path, reader.cookie)).status]).toEqual([path, 200]);
      }
    }
    const refused = await press(0, writer);
    const told = await get(0, refused.headers.get("location")?.replace(servers.origin, "") ?? "", writer.cookie);
    expect([told.status, told.headers.get("retry-after")]).toEqual([503, expect.stringMatching(/^\d+$/)]);
    await replica.promote();
    const promotedAt = performance.now();
    for (const [n, person] of people.slice(20, 22).entries()) {
      let location = "";
      while (!location.includes("/learning/") && performance.now() - promotedAt < BACK_MS_MAX) {
        location = (await press(n, person)).headers.get("location") ?? "";
        await wait(100);
      }
      expect(location).toContain("/learning/");
    }
  });

  test("with no database left a page says when to come back", async () => {
    await replica.kill();
    const page = await get(0, "/help", people[0]?.cookie);
    expect([page.status, page.headers.get("retry-after")]).toEqual([503, expect.stringMatching(/^\d+$/)]);
    expect(await page.text()).toContain("The school cannot read its data just now");
  });
});

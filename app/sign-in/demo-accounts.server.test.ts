import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestSchool, type TestSchool } from "#tests/support/school.ts";
import { startServers, type TestServers } from "#tests/support/servers.ts";

let school: TestSchool;
let servers: TestServers;

beforeAll(async () => {
  school = await openTestSchool();
  servers = await startServers(1, school.database.url, {
    MATRICULA_OWNER_EMAIL: "owner@school.example",
    MATRICULA_PAYMENT_PROVIDERS: "bank",
  });
});

afterAll(async () => {
  await servers?.stop();
  await school?.drop();
});

/** The build's own id of an action, by which a form without scripts names it. */
function idOf(action: string): string {
  const manifest = JSON.parse(readFileSync(".next/server/server-reference-manifest.json", "utf8")) as {
    node: Record<string, { exportedName: string }>;
  };
  const found = Object.entries(manifest.node).find(([, { exportedName }]) => exportedName === action);
  if (!found) throw new Error(`the build has no ${action}`);
  return found[0];
}

/** Where the form of a click on a demo account leads, with the words that are shown there. */
async function pressDemoAccount() {
  const form = new FormData();
  form.set(`$ACTION_ID_${idOf("signInAsDemoAction")}`, "");
  form.set("email", "owner@demo.test");
  const headers = {
    origin: servers.origin,
    "sec-fetch-site": "same-origin",
    "x-forwarded-host": new URL(servers.origin).host,
  };
  const sent = { method: "POST", body: form, headers, redirect: "manual" } as const;
  const answer = await fetch(`${servers.all[0]?.url}/sign-in`, sent);
  const { pathname, searchParams } = new URL(answer.headers.get("location") ?? "", servers.origin);
  return { pathname, why: searchParams.get("why"), cookies: answer.headers.getSetCookie() };
}

test("nobody comes into a real school by a click on a demo's account", async () => {
  expect(await pressDemoAccount()).toMatchObject({ pathname: "/sorry", why: "demo_only", cookies: [] });
  const page = await (await fetch(`${servers.all[0]?.url}/sign-in`)).text();
  expect(page).not.toContain("owner@demo.test");
});

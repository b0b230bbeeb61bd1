import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ticketMessages } from "#db/schema/index.ts";
import { startServers, type TestServers } from "#testing/servers.ts";
import { ACTIONS, type ActionRow, aboutNothing } from "./actions.ts";
import { PAGES } from "./pages.ts";
import { openSchoolOfThings, type Things } from "./things.ts";
import { WHO, type Who } from "./who.ts";

let things: Things;
let servers: TestServers;

beforeAll(async () => {
  things = await openSchoolOfThings();
  servers = await startServers(1, things.school.database.url, {
    MATRICULA_DATA_DIR: things.dataDir,
    MATRICULA_PAYMENT_PROVIDERS: "sandbox,bank",
  });
});

afterAll(async () => {
  await servers?.stop();
  await things?.close();
});

type Built = { filename: string; exportedName: string; workers: Record<string, unknown> };

/** Where the build put each action: its id, and a page that has it. */
function builtActions(): Map<string, { id: string; page: string }> {
  const manifest = JSON.parse(readFileSync(".next/server/server-reference-manifest.json", "utf8")) as {
    node: Record<string, Built>;
  };
  return new Map(
    Object.entries(manifest.node).map(([id, { filename, exportedName, workers }]) => {
      const pages = Object.keys(workers).map((worker) => worker.replace(/^app/, "").replace(/\/page$/, ""));
      return [`${filename}#${exportedName}`, { id, page: pages.find((each) => each in PAGES) ?? "" }];
    }),
  );
}

const built = builtActions();

/** Sends an action's form as the page's own script does, and says what came of it. */
async function send(
  name: string,
  row: ActionRow,
  who: Who,
  fields: Record<string, string | File>,
  headers: HeadersInit = {},
) {
  const place = built.get(name);
  const page = place && PAGES[place.page];
  if (!place || !page) throw new Error(`the build has no page with ${name}`);
  const form = new FormData();
  for (const [field, value] of Object.entries(fields)) form.set(`_1_${field}`, value as string);
  const idle = { status: "idle", fields: {}, values: {}, turn: 0 };
  form.set("0", JSON.stringify(row.plain ? ["$K1"] : [idle, "$K1"]));
  const sent = new Headers({ origin: servers.origin, "sec-fetch-site": "same-origin", ...headers });
  sent.set("next-action", place.id);
  // Everybody comes from an address of their own.
  sent.set("x-forwarded-for", `192.0.2.${WHO.indexOf(who) + 1}`);
  sent.set("x-forwarded-host", new URL(servers.origin).host);
  if (who !== "visitor") sent.set("cookie", things.people[who].cookie);
  const url = `${servers.all[0]?.url}${page.at(things)}`;
  const answer = await fetch(url, { method: "POST", body: form, headers: sent, redirect: "manual" });
  return outcomeOf(answer, await answer.text());
}

/** A refusal's code, `to /path` for a redirect, or what else there was. */
function outcomeOf(answer: Response, text: string): string {
  const to = answer.headers.get("x-action-redirect")?.split(";")[0];
  if (to !== undefined) {
    const { pathname, searchParams } = new URL(to, "http://localhost");
    return pathname === "/sorry" ? (searchParams.get("why") ?? "") : `to ${pathname.replace(/coh_\w+/, "…")}`;
  }
  const code = /"status":"refused"[^}]*?"code":"(\w+)"/.exec(text)?.[1] ?? /"code":"(\w+)"/.exec(text)?.[1];
  return code ?? (/"status":"done"/.test(text) ? "done" : `${answer.status}`);
}

const REFUSED = new Set([
  "not_signed_in",
  "forbidden",
  "not_found",
  "wrong_credentials",
  "wrong_code",
  "code_expired",
  "demo_only",
  // A door that was tried so often for one account that nobody is asked any more.
  "rate_limited",
]);
/** Where somebody is sent who must say first who they are. */
const DOORS = /^to \/(sign-in|enrol\/…)$/;

const rows = Object.entries(ACTIONS);

describe("a form that another site sends in somebody's name", () => {
  test.each(rows)("is refused: %s", async (name, row) => {
    const fields = row.fields(things);
    expect(await send(name, row, "owner", fields, { "sec-fetch-site": "cross-site" })).toBe("origin_refused");
    // Next's own comparison is answered for (normalise-request.ts): this is the one place that decides.
    const foreign = await send(name, row, "owner", fields, {
      ...{ origin: "https://other.example", "sec-fetch-site": "cross-site" },
    });
    expect(foreign).toBe("origin_refused");
  });
});

describe("a form that is right, from somebody who may not send it", () => {
  test.each(rows)("is refused: %s", async (name, row) => {
    for (const who of WHO.filter((each) => !row.may.includes(each))) {
      const fields = row.fields(things);
      const outcome = await send(name, row, who, fields);
      expect(REFUSED.has(outcome) || DOORS.test(outcome), `${who} is answered with "${outcome}"`).toBe(true);
      // What is somebody else's looks like what is not there. The team may know what there is, and a visitor signs in first.
      if (who !== "other" || outcome === "rate_limited") continue;
      expect(await send(name, row, who, aboutNothing(fields)), `${who}, about nothing`).toMatch(
        new RegExp(`^(${outcome}|rate_limited)$`),
      );
    }
  });
});

describe("a form that is sent twice, by a second press or the back button", () => {
  const written = async () => (await things.school.database.read.select().from(ticketMessages)).length;
  const twice = [
    ["app/help/new/actions.ts#askAction", { subject: "Biscuits", body: "Are there any?" }],
    ["app/help/[code]/actions.ts#replyAction", { body: "I ask because I am hungry." }],
  ] as const;

  test.each(twice)("is done once, and what is written in it anew is done too: %s", async (name, words) => {
    const row = ACTIONS[name] as ActionRow;
    const fields = { ...row.fields(things), ...words, once: `${name} mark`.slice(0, 40) };
    const before = await written();
    const [one, other] = await Promise.all([send(name, row, "student", fields), send(name, row, "student", fields)]);
    expect(
      [one, other].every((outcome) => outcome.startsWith("to /help/")),
      `${one}, ${other}`,
    ).toBe(true);
    expect((await written()) - before).toBe(1);
    await send(name, row, "student", { ...fields, body: "Something else." });
    expect((await written()) - before).toBe(2);
  });
});

describe("a file from somebody who may not send it", () => {
  const uploads: [name: string, field: string, more: Record<string, string>][] = [
    ["app/help/[code]/actions.ts#replyAction", "attachments", {}],
    ["app/admin/tickets/[code]/actions.ts#answerAction", "attachments", {}],
    ["app/admin/courses/[id]/actions.ts#editCourseAction", "picture", {}],
    ["app/admin/courses/[id]/materials/actions.ts#addMaterialAction", "file", { kind: "file" }],
    ["app/admin/courses/[id]/materials/actions.ts#editMaterialAction", "file", { kind: "file" }],
    ["app/admin/settings/actions.ts#changeSettingsAction", "logo", {}],
  ];
  const isOnDisk = (bytes: Uint8Array) => {
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    return existsSync(join(things.dataDir, "files", sha256.slice(0, 2), sha256.slice(2)));
  };

  test.each(uploads)("reaches no disk: %s", async (name, field, more) => {
    const row = ACTIONS[name] as ActionRow;
    for (const who of WHO.filter((each) => !row.may.includes(each))) {
      const bytes = pictureOf(`${name} ${who}`);
      const outcome = await send(name, row, who, { ...row.fields(things), ...more, [field]: fileOf(bytes) });
      expect(REFUSED.has(outcome) || DOORS.test(outcome), `${who} is answered with "${outcome}"`).toBe(true);
      expect(isOnDisk(bytes), `${who}'s bytes`).toBe(false);
    }
    const [allowed] = row.may;
    const bytes = pictureOf(`${name} allowed`);
    await send(name, row, allowed as Who, { ...row.fields(things), ...more, [field]: fileOf(bytes) });
    expect(isOnDisk(bytes), `${allowed}'s bytes`).toBe(true);
  });
});

/** A picture like no other: what follows its end is no part of it. */
function pictureOf(text: string): Uint8Array {
  const png = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
  return Buffer.concat([Buffer.from(png, "base64"), Buffer.from(text)]);
}

const fileOf = (bytes: Uint8Array) => new File([bytes as BlobPart], "picture.png", { type: "image/png" });

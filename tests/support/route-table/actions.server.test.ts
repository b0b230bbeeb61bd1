import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { eq } from "drizzle-orm";
import { rateLimits, ticketMessages } from "#db/schema/index.ts";
import { testOnAnyEngine, whoAsks } from "#tests/support/any-engine.ts";
import { startServers, type TestServers } from "#tests/support/servers.ts";
import { ACTIONS, type ActionRow, aboutNothing } from "./actions.ts";
import { formSender } from "./send-form.ts";
import { openFixtureSchool, type Fixtures } from "./fixtures.ts";
import { WHO, type Who } from "./who.ts";

let things: Fixtures;
let servers: TestServers;
let send: ReturnType<typeof formSender>;

beforeAll(async () => {
  things = await openFixtureSchool();
  servers = await startServers(1, things.school.database.url, {
    MATRICULA_DATA_DIR: things.dataDir,
    MATRICULA_PAYMENT_PROVIDERS: "sandbox,bank",
  });
  send = formSender(things, servers);
});

afterAll(async () => {
  await servers?.stop();
  await things?.close();
});

// A machine that is quick sends more forms in a minute than one person may.
beforeEach(() => things.school.database.write((tx) => tx.delete(rateLimits)));

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
const names = Object.keys(ACTIONS);

// It is refused before anything is read.
describe("a form that another site sends in somebody's name", () => {
  testOnAnyEngine.each(rows)("is refused: %s", async (name, row) => {
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
    const asking = whoAsks(WHO, row.may, names.indexOf(name));
    for (const who of asking.filter((each) => !row.may.includes(each))) {
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
  const written = async ({ body }: { body: string }) =>
    (await things.school.database.read.select().from(ticketMessages).where(eq(ticketMessages.body, body))).length;
  const anew = { body: "Something else." };
  const twice = [
    ["app/help/new/actions.ts#askAction", { subject: "Biscuits", body: "Are there any?" }],
    ["app/help/[code]/actions.ts#replyAction", { body: "I ask because I am hungry." }],
  ] as const;

  test.each(twice)("is done once, and what is written in it anew is done too: %s", async (name, words) => {
    const row = ACTIONS[name] as ActionRow;
    const fields = { ...row.fields(things), ...words, once: `${name} mark`.slice(0, 40) };
    const before = [await written(words), await written(anew)];
    const [one, other] = await Promise.all([send(name, row, "student", fields), send(name, row, "student", fields)]);
    expect(
      [one, other].every((outcome) => outcome.startsWith("to /help/")),
      `${one}, ${other}`,
    ).toBe(true);
    await send(name, row, "student", { ...fields, ...anew });
    expect([await written(words), await written(anew)]).toEqual(before.map((count) => count + 1));
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

  testOnAnyEngine.each(uploads)("reaches no disk: %s", async (name, field, more) => {
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

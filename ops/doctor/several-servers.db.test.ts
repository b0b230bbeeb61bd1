import { randomBytes } from "node:crypto";
import path from "node:path";
import { afterEach, expect, test } from "vitest";
import { engine } from "#db/engine.ts";
import { files, settings as stored } from "#db/schema/index.ts";
import { createId } from "#domain/kernel/ids.ts";
import { openFileStore } from "#providers/files.ts";
import { getSecretMark } from "../secret-mark.ts";
import { SECRET_MARK_KEY } from "../secrets.ts";
import { NOW, openCheckedSchool, REAL } from "./testing.ts";

const { database, findings, home, settings, states } = await openCheckedSchool();

afterEach(() => database.write((tx) => tx.delete(files)));

async function keepIn(folder: string) {
  const sha256 = await openFileStore(folder).put(randomBytes(20));
  const row = { sha256, name: "notes.txt", mediaType: "text/plain", sizeBytes: 20, isPublic: false, createdAt: NOW };
  await database.write(async (tx) => void (await tx.insert(files).values({ id: createId("file"), ...row })));
}

test("attachments that another server has put into a folder of its own are a finding with the way out", async () => {
  expect(await states("attachments")).toEqual(["ok"]);
  await keepIn(settings().filesDir);
  expect(await states("attachments")).toEqual(["ok"]);
  await keepIn(path.join(home, "another server", "files"));
  const [finding] = await findings("attachments");
  expect(finding).toMatchObject({ state: "wrong" });
  expect(`${finding?.words} ${finding?.mend}`).toMatch(/One of the 2 newest.*MATRICULA_FILES_DIR/);
  const shared = settings({ MATRICULA_FILES_DIR: path.join(home, "another server", "files") });
  // The first one is elsewhere then.
  expect(await states("attachments", "quick", shared)).toEqual(["wrong"]);
});

test.runIf(engine === "postgres")(
  "a server whose secret is not the others' is told so, and nothing of the secret is stored",
  async () => {
    const [ours, theirs] = ["the secret of this school, long enough", "the secret of another school, as long"];
    const server = (secret: string) => settings({ MATRICULA_SECRET: secret });
    expect(await states("secret", "quick", server(ours))).toEqual([]);
    const row = { key: SECRET_MARK_KEY, value: getSecretMark(ours), updatedAt: NOW };
    await database.write(async (tx) => void (await tx.insert(stored).values(row)));
    expect(await states("secret", "quick", server(ours))).toEqual(["ok"]);
    expect(await states("secret", "quick", server(theirs))).toEqual(["wrong"]);
    expect(ours).not.toContain(row.value);
  },
);

test("a server that leaves backups to another one is well, and one that nobody else could back up is not", async () => {
  const off = settings({ ...REAL, MATRICULA_BACKUP: "off" });
  expect(await states("backup", "quick", off)).toEqual([engine === "postgres" ? "ok" : "wrong"]);
  expect(await states("backup", "quick", settings({ ...REAL, MATRICULA_BACKUP: "on" }))).toEqual(["wrong"]);
});

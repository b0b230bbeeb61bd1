import { access } from "node:fs/promises";
import path from "node:path";
import { readStoredSecrets } from "#config/stored-secrets.ts";
import { message } from "#messages/message.ts";
import { getSecretMark } from "../../secret-mark.ts";
import { SECRET_MARK_KEY } from "../../secrets.ts";
import { type Check, resultsOf } from "../check.ts";

/** So many of the newest attachments tell whether another server keeps them elsewhere. */
const ATTACHMENTS_MAX = 20;

/** Whether the newest attachments are in this server's folder: with several servers, another one may have put them into its own. */
export const attachments: Check = {
  name: "attachments",
  from: "quick",
  needsTables: true,
  async run({ settings: { filesDir }, database }) {
    if (!database) return [];
    const { ok, wrong } = resultsOf("attachments");
    const newest = await database.ask(`SELECT sha256 FROM files ORDER BY created_at DESC LIMIT ${ATTACHMENTS_MAX}`);
    const places = newest.map(({ sha256 }) => String(sha256)).map((name) => [name.slice(0, 2), name.slice(2)] as const);
    const there = await Promise.all(places.map(([first, rest]) => isThere(path.join(filesDir, first, rest))));
    const missing = there.filter((is) => !is).length;
    if (missing === 0) return [ok(message("doctor.attachments_are_there", { folder: filesDir }))];
    const words = message("doctor.attachments_are_missing", { missing, count: newest.length, folder: filesDir });
    return [wrong(words, { mend: message("doctor.mend_attachments_are_missing") })];
  },
};

const isThere = (file: string) =>
  access(file).then(
    () => true,
    () => false,
  );

/** Whether this server has the secret of the others: codes and links that one of them has mailed would not be taken here. */
export const secret: Check = {
  name: "secret",
  from: "quick",
  engine: "postgres",
  needsTables: true,
  async run({ settings, database }) {
    const own = settings.secret ?? readStoredSecrets(settings.dataDir)?.secret;
    if (!database || own === undefined) return [];
    const { ok, wrong } = resultsOf("secret");
    const [known] = await database.ask(`SELECT value FROM settings WHERE key = '${SECRET_MARK_KEY}'`);
    if (!known) return [];
    if (known.value === getSecretMark(own)) return [ok(message("doctor.secret_is_shared"))];
    return [wrong(message("doctor.secret_differs"), { mend: message("doctor.mend_secret_differs") })];
  },
};

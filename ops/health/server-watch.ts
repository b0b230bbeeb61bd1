import { openInspector } from "#db/inspect.ts";
import { perProcess } from "#db/per-process.ts";
import { MINUTE_MS } from "#domain/kernel/clock.ts";
import { log } from "#providers/log.ts";
import { message } from "#messages/message.ts";
import { runtime } from "#runtime";
import { getDatabaseUrl } from "../database-kind.ts";
import type { Check, CheckContext } from "../doctor/check.ts";
import { attachments, secret } from "../doctor/checks/several-servers.ts";
import { clearReason, setReason } from "./state.ts";

/** An attachment may come to another server's folder at any time. */
const EVERY_MS = 10 * MINUTE_MS;

const store = perProcess<{ current?: NodeJS.Timeout }>("server-watch", () => ({}));

/**
 * From now on this server says by itself when its secret or its folder of attachments is not that of the school's others. What the job
 * `run-checks` finds is told of all servers, whichever it ran on; these two are the one server's own.
 */
export function startServerWatch(): void {
  if (store.current || runtime().config.database.engine === "sqlite") return;
  const look = () =>
    void lookAtServer().catch((error: unknown) =>
      log().warn({ err: error }, "this server could not be compared with others"),
    );
  store.current = setInterval(look, EVERY_MS);
  store.current.unref();
  look();
}

/** Compares this server with the others once. */
async function lookAtServer(): Promise<void> {
  const { config: settings, clock } = runtime();
  const database = await openInspector(getDatabaseUrl(settings));
  try {
    for (const check of [attachments, secret]) await note(check, { settings, now: clock(), database });
  } finally {
    await database?.close();
  }
}

async function note(check: Check, context: CheckContext): Promise<void> {
  const code = `server_${check.name}`;
  const wrong = (await check.run(context)).find(({ state }) => state === "wrong");
  if (!wrong) return clearReason(code);
  const { words, mend = "" } = wrong;
  setReason({ code, words, mend: message("health.as_sentence", { text: mend }) });
}

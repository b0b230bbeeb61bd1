import { breakers } from "#db/breaker.ts";
import { hostsOf } from "#db/postgres-hosts.ts";
import type { Config } from "#config/config.ts";
import { SECOND_MS } from "#domain/kernel/clock.ts";
import { log } from "#providers/log.ts";
import { type Message, message, sourceText } from "#messages/message.ts";
import { runtime } from "#runtime";
import { getBreakerReasons } from "./breaker-reasons.ts";
import { startCheckResultsWatch } from "./check-results.ts";
import { getLogBytes, getLogReasons } from "./log-size.ts";
import { isMoving } from "../move/move-lock.ts";
import { addReasonSource, getHealthState } from "./state.ts";
import { getReplicaReasons } from "./replica-reasons.ts";
import { getStorageReasons } from "./storage-reasons.ts";
import { perProcess } from "#db/per-process.ts";

/** A trouble that ends by itself is logged too. */
const POLL_MS = SECOND_MS;

const store = perProcess<{ current?: NodeJS.Timeout }>("health.watch", () => ({}));

/** From now on the state of this process knows its database and its providers; what it comes to is logged when it changes. */
export function startHealthWatch(): void {
  if (store.current) return;
  addReasonSource("storage", () => getStorageReasons(runtime().database.storage(), describeDatabase(runtime().config)));
  addReasonSource("log", () => {
    const { database, dataDir } = runtime().config;
    if (database.engine !== "sqlite") return [];
    return getLogReasons(getLogBytes(database.file), () => isMoving(dataDir));
  });
  addReasonSource("breakers", () => getBreakerReasons(breakers()));
  addReasonSource("replica", () => getReplicaReasons(runtime().database.replica()));
  startCheckResultsWatch();
  let before = "ok";
  const timer = setInterval(() => {
    before = logStateChange(before);
  }, POLL_MS);
  timer.unref();
  store.current = timer;
}

function logStateChange(before: string): string {
  const { state, reasons } = getHealthState();
  const now = [state, ...reasons.map(({ code }) => code)].join(" ");
  if (now === before) return before;
  const said = reasons.map(({ code, words, mend }) => ({ code, words: sourceText(words), mend: sourceText(mend) }));
  if (state === "ok") log().warn({ state }, "the school is healthy again");
  else log().error({ state, reasons: said }, "the school needs attention");
  return now;
}

/** The database's name for a person; never with a password. */
export function describeDatabase({ database }: Pick<Config, "database">): string | Message {
  if (database.engine === "sqlite") return database.file;
  const hosts = hostsOf(database.url).hosts.map(({ host, port }) => `${host}:${port}`);
  return message("health.database_at_host", { name: new URL(database.url).pathname.slice(1), host: hosts.join(", ") });
}

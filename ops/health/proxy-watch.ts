import { readFileSync, writeFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { MINUTE_MS, createSystemClock } from "#domain/kernel/clock.ts";
import { log } from "#providers/log.ts";
import { addReasonSource, type ReasonInput } from "./state.ts";
import { perProcess } from "#db/per-process.ts";
import { message, sourceText } from "#messages/message.ts";

/** What a proxy can get wrong: the school's address, the client's address, and who may say it. */
const PROBLEMS = ["proxy_url", "proxy_no_client", "proxy_untrusted"] as const;
export type ProxyProblem = (typeof PROBLEMS)[number];

/** What a request showed: what its headers said (`seen`), against what is set (`set`). Texts of strangers, cut short. */
export type ProxyObservation = { trouble: ProxyProblem; seen: string; set: string };

/** Nothing is logged more often than this about one trouble. */
const LOG_EVERY_MS = 10 * MINUTE_MS;
const SEEN_CHARACTERS_MAX = 200;

type Watch = {
  observations: Map<ProxyProblem, ProxyObservation>;
  right: Set<ProxyProblem>;
  loggedAtMs: Map<string, number>;
  file?: string;
};

const watch = perProcess<Watch>("proxy", () => ({
  observations: new Map(),
  right: new Set(),
  loggedAtMs: new Map(),
}));

/** The file that tells `npm run doctor` what the servers saw. */
const getProxyFile = (dataDir: string) => path.join(dataDir, "proxy.json");

/** From now on what the proxy gets wrong is a reason of this process's health, and told in `dataDir`. */
export function startProxyWatch(dataDir: string): void {
  watch.file = getProxyFile(dataDir);
  addReasonSource("proxy", getProxyReasons);
  // What an earlier run saw may be mended; if not, it is seen again at once.
  void rm(watch.file, { force: true }).catch(() => {});
}

/**
 * Notes what a request showed. Once a request of this process has been right in the same thing, the proxy is, and
 * what contradicts it comes from a stranger who writes headers of their own: that counts for nothing.
 */
export function recordProxyProblem(observation: ProxyObservation): void {
  if (watch.right.has(observation.trouble)) return;
  const isNew = !watch.observations.has(observation.trouble);
  const seen = observation.seen.slice(0, SEEN_CHARACTERS_MAX);
  watch.observations.set(observation.trouble, { ...observation, seen });
  const nowMs = createSystemClock().getTime();
  if (nowMs - (watch.loggedAtMs.get(observation.trouble) ?? Number.NEGATIVE_INFINITY) >= LOG_EVERY_MS) {
    watch.loggedAtMs.set(observation.trouble, nowMs);
    const { code, words, mend } = describeProxyProblem({ ...observation, seen });
    log().warn({ event: code, words: sourceText(words), mend: sourceText(mend) }, "the proxy forwards a wrong header");
  }
  if (isNew) storeObservations();
}

/** Notes that a request was right in a thing. Cheap: it is called for every request. */
export function recordProxyCorrect(trouble: ProxyProblem): void {
  if (watch.right.has(trouble)) return;
  watch.right.add(trouble);
  if (watch.observations.delete(trouble)) storeObservations();
}

/** What is wrong with the proxy, as far as requests of this process have shown. */
export function getProxyReasons(): ReasonInput[] {
  return [...watch.observations.values()].map(describeProxyProblem);
}

/** For tests: nothing has been seen yet. */
export function resetProxyWatch(): void {
  watch.observations.clear();
  watch.right.clear();
  watch.loggedAtMs.clear();
}

/** Says which header is wrong, and the line that mends it. */
export function describeProxyProblem({ trouble, seen, set }: ProxyObservation): ReasonInput {
  if (trouble === "proxy_url") {
    return {
      code: trouble,
      words: message("health.proxy_wrong_url", { seen, set }),
      mend: message("health.mend_proxy_wrong_url", { seen }),
    };
  }
  if (trouble === "proxy_no_client") {
    return {
      code: trouble,
      words: message("health.proxy_hides_client", { seen }),
      mend: message("health.mend_proxy_hides_client"),
    };
  }
  return {
    code: trouble,
    words: message("health.proxy_not_trusted", { seen, set }),
    mend: message("health.mend_proxy_not_trusted", { proxies: set === "none" ? seen : `${set},${seen}` }),
  };
}

const Stored = z.array(z.object({ trouble: z.enum(PROBLEMS), seen: z.string().max(400), set: z.string().max(4_000) }));

/** What servers have seen of the proxy since they started, for a command. Nothing when nobody wrote it down. */
export function readProxyObservations(dataDir: string): ProxyObservation[] {
  try {
    return Stored.parse(JSON.parse(readFileSync(getProxyFile(dataDir), "utf8")));
  } catch {
    return [];
  }
}

/** Rare and small: once for each trouble that appears or goes. A folder that takes no file must not end a request. */
function storeObservations(): void {
  if (watch.file === undefined) return;
  try {
    writeFileSync(watch.file, JSON.stringify([...watch.observations.values()]), { mode: 0o600 });
  } catch (error) {
    log().warn({ err: error }, "the observations of the proxy could not be stored");
  }
}

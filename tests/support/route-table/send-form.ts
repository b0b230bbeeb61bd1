import { readFileSync } from "node:fs";
import type { TestServers } from "#tests/support/servers.ts";
import type { ActionRow } from "./actions.ts";
import { PAGES } from "./pages.ts";
import type { Fixtures } from "./fixtures.ts";
import { WHO, type Who } from "./who.ts";

type Built = { filename: string; exportedName: string; workers: Record<string, unknown> };

/** Where the build put each action: its id, and a page that has it. */
function builtActions(): Map<string, { id: string; page: string }> {
  const manifest = JSON.parse(readFileSync(".next/server/server-reference-manifest.json", "utf8")) as {
    node: Record<string, Built>;
  };
  return new Map(
    Object.entries(manifest.node).map(([id, { filename, exportedName, workers }]) => {
      const pages = Object.keys(workers).map((worker) => worker.replace(/^app/, "").replace(/\/page$/, ""));
      // The school of these tests has one language, so that addresses with a prefix lead elsewhere.
      const page = pages.find((each) => each in PAGES && !each.startsWith("/[language]"));
      return [`${filename}#${exportedName}`, { id, page: page ?? "" }];
    }),
  );
}

/** What sends the form of an action as the page's own script does, and says what came of it: see `outcomeOf`. */
export function formSender(things: Fixtures, servers: TestServers) {
  const post = formPoster(things, servers);
  return async (...sent: Parameters<typeof post>): Promise<string> => {
    const { answer, text } = await post(...sent);
    return outcomeOf(answer, text);
  };
}

/** As `formSender`, and says beside which fields something was said. */
export function fieldReader(things: Fixtures, servers: TestServers) {
  const post = formPoster(things, servers);
  return async (...sent: Parameters<typeof post>): Promise<string[]> => {
    const { text } = await post(...sent);
    const fields = /"fields":(\{[^}]*\})/.exec(text)?.[1] ?? "{}";
    return Object.keys(JSON.parse(fields) as object).sort();
  };
}

function formPoster(things: Fixtures, servers: TestServers) {
  const built = builtActions();
  return async function post(
    name: string,
    row: ActionRow,
    who: Who,
    fields: Record<string, string | File>,
    headers: HeadersInit = {},
  ): Promise<{ answer: Response; text: string }> {
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
    return { answer, text: await answer.text() };
  };
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

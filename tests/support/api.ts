import { readConfig } from "#config/config.ts";
import { apiTokens } from "#db/schema/index.ts";
import { hashToken } from "#domain/accounts/sessions.ts";
import { SCOPES } from "#domain/accounts/list-scopes.ts";
import { createId, createSecret } from "#domain/kernel/ids.ts";
import * as api from "#app/api/v1/[...path]/route.ts";
import { openRuntime, setRuntime } from "#runtime";
import { openTestSchool, type TestSchool } from "./school.ts";

export type Asked = {
  method?: "GET" | "POST" | "PATCH";
  token?: string | undefined;
  body?: unknown;
  /** A POST gets a key of its own unless one is given; null sends none. */
  key?: string | null;
  headers?: Record<string, string>;
};

export type Answered = {
  status: number;
  headers: Headers;
  text: string;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- What an answer holds is for each test to say.
  body: any;
};

/** A token of a person, with every scope unless some are named. */
export async function makeToken(
  { database, clock }: Pick<TestSchool, "database" | "clock">,
  person: { id: string },
  scopes: readonly string[] = SCOPES,
  expiresAt: Date | null = null,
): Promise<string> {
  const secret = `mtr_${createSecret()}`;
  await database.write(async (tx) => {
    await tx.insert(apiTokens).values({
      id: createId("apiToken"),
      tokenHash: hashToken(secret),
      userId: person.id,
      name: "test",
      scopes: [...scopes],
      createdAt: clock(),
      expiresAt,
    });
  });
  return secret;
}

/** Asks the API of the school that the process looks after: `asked` is what comes after /api/v1. */
export async function ask(
  asked: string,
  { method = "GET", token, body, key, headers = {} }: Asked = {},
): Promise<Answered> {
  const sent = new Headers({ ...(method === "GET" ? {} : { "content-type": "application/json" }), ...headers });
  if (token !== undefined) sent.set("authorization", `Bearer ${token}`);
  if (method === "POST" && key !== null) sent.set("idempotency-key", key ?? createSecret());
  const text = typeof body === "string" ? body : JSON.stringify(body ?? {});
  const request = new Request(`http://localhost/api/v1${asked}`, {
    method,
    headers: sent,
    ...(method === "GET" ? {} : { body: text }),
  });
  // As Next gives them.
  const segments = asked.slice(1).split("?", 1).join().split("/").map(decodeURIComponent);
  const answer = await api[method](request, { params: Promise.resolve({ path: segments }) });
  const answered = await answer.text();
  return { status: answer.status, headers: answer.headers, text: answered, body: JSON.parse(answered) };
}

export type ApiSchool = Awaited<ReturnType<typeof openApiSchool>>;

/** A school whose API is asked without a server: the same route functions, on a database and a clock of the test's own. */
export async function openApiSchool(settings: Record<string, string> = {}) {
  const school = await openTestSchool();
  const config = readConfig({
    MATRICULA_PAYMENT_PROVIDERS: "sandbox,bank",
    MATRICULA_LOG_LEVEL: "silent",
    ...settings,
  });
  const opened = openRuntime(config, {
    database: school.database,
    clock: school.clock,
    secret: "a secret of this test",
  });
  setRuntime(opened);

  return {
    ...school,
    runtime: opened,
    token: (person: { id: string }, scopes?: readonly string[], expiresAt?: Date) =>
      makeToken(school, person, scopes, expiresAt),
    ask,
    post: (asked: string, token: string, body: unknown = {}, key?: string) =>
      ask(asked, { method: "POST", token, body, ...(key === undefined ? {} : { key }) }),
    close: () => school.drop(),
  };
}

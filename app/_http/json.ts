import type { z } from "zod";
import {
  completeResponse,
  findStoredResponse,
  storeResponse,
  type StoredResponse,
  type IdempotentRequest,
} from "#domain/api/idempotent-requests.ts";
import { type Bearer, findToken } from "#domain/accounts/find-token.ts";
import { isStale, recordTokenUse } from "#domain/accounts/last-use.ts";
import type { ReadCtx, WriteCtx } from "#domain/kernel/command.ts";
import { getAddressSource } from "#domain/kernel/networks.ts";
import { Refusal } from "#domain/kernel/refusal.ts";
import { requestLog } from "#providers/log.ts";
import { requestNumber } from "#ops/request-id.ts";
import { reading, runtime, type WriteAs, write } from "#runtime";
import { checkText, jsonOf, readBody } from "./body.ts";
import { aloneInFlight, repeatableOf } from "./idempotency.ts";
import { issueWords } from "../_forms/zod-messages.ts";
import type { Operation } from "./operation.ts";
import { PRIVATE, problemOf } from "./problem.ts";
import { factsOf } from "./request.ts";
import { createBuckets } from "./token-bucket.ts";

/** No request is larger, but those that carry files. */
const BODY_BYTES_MAX = 256 * 1024;
/** As long as a course's address, by which a course may be asked for. */
const ID_CHARACTERS_MAX = 120;
const BEARER = /^Bearer +([A-Za-z0-9_-]{1,100})$/i;

type Handler = (request: Request, context: { params: Promise<Record<string, string>> }) => Promise<Response>;

/** What a route's own part gets: the id of its path (empty where there is none), and what was parsed. */
type Asked<Query extends z.ZodType, Body extends z.ZodType> = {
  id: string;
  query: z.output<Query>;
  body: z.output<Body>;
};

/** An answer as it was sent: dates have become text. */
export type Sent<T> = T extends Date ? string : T extends object ? { [Key in keyof T]: Sent<T[Key]> } : T;

/**
 * What is left to do once the effect is written, because it leaves the machine. `run` calls who must be called and answers
 * with the whole; it writes `keep` in the transaction that records the outcome. When the process dies in between, or the
 * other side does not answer, whoever repeats the request begins here again.
 */
export type Afterwards<Answer> = {
  isDue(answer: Answer): boolean;
  run(
    as: WriteAs,
    answer: Sent<Answer>,
    keep: (ctx: WriteCtx, whole: Answer | Sent<Answer>) => Promise<void>,
  ): Promise<Answer | Sent<Answer>>;
};

/** What a write may have on either side of its transaction, because a verb waits for the database alone. */
type Around<Body, Before, Answer> = {
  /** Done first, with what was parsed: the bytes of files are kept. What it gives goes to the verb. */
  before?: (as: WriteAs, asked: { id: string; body: Body }) => Promise<Before>;
  afterwards?: Afterwards<Answer>;
};

/** A route that reads: token, rate, query, one function that looks, answer. */
export function jsonRead<Query extends z.ZodType, Body extends z.ZodType, Answer>(
  operation: Operation<Query, Body, Answer>,
  look: (ctx: ReadCtx, asked: Asked<Query, Body>) => Promise<Answer | undefined>,
): Handler {
  return (request, context) =>
    answered(request, async (bearer, requestId) => {
      const id = idOf((await context.params) ?? {});
      const query = operation.query ? parse(operation.query, queryOf(request)) : undefined;
      const found = await look(reading(bearer.actor), { id, query, body: undefined } as Asked<Query, Body>);
      if (found === undefined) throw new Refusal("not_found");
      return send(200, JSON.stringify(found), requestId);
    });
}

/**
 * A route that writes: token, rate, body, one verb in one write, answer. A POST carries an Idempotency-Key, and its answer is
 * kept in the transaction of its effect. A refusal has no effect and is not kept: asking again asks anew.
 */
export function jsonWrite<Query extends z.ZodType, Body extends z.ZodType, Answer, Before>(
  operation: Operation<Query, Body, Answer>,
  verb: (ctx: WriteCtx, asked: Asked<Query, Body>, before: Before) => Promise<Answer>,
  { before, afterwards }: Around<z.output<Body>, Before, Answer> = {},
): Handler {
  const { status, bodyBytesMax = BODY_BYTES_MAX } = operation;
  return (request, context) =>
    answered(request, async (bearer, requestId) => {
      const id = idOf((await context.params) ?? {});
      const text = await readBody(request, bodyBytesMax);
      const said = jsonOf(text, request.headers.get("content-type"));
      const body = operation.body ? parse(operation.body, said) : undefined;
      const asked = { id, query: undefined, body } as Asked<Query, Body>;
      const as: WriteAs = { actor: bearer.actor, requestId };
      const prepare = async () => (before ? await before(as, asked) : undefined) as Before;
      if (operation.method !== "POST") {
        const prepared = await prepare();
        return send(status, JSON.stringify(await write(as, (ctx) => verb(ctx, asked, prepared))), requestId);
      }
      const repeatable = repeatableOf(request, {
        ...{ actorId: bearer.actor.id, route: operation.id, id, body: text },
        needs: operation.needs,
      });
      return aloneInFlight(repeatable, async () => {
        const prepared = before ? await prepare() : (undefined as Before);
        const run = (ctx: WriteCtx) => once(ctx, repeatable, status, () => verb(ctx, asked, prepared), afterwards);
        const begun = await write(as, run);
        const whole = begun.finished ? begun : await finish(as, repeatable, { ...begun, status }, afterwards);
        return send(whole.status, whole.body, requestId, begun.repeated ? { "idempotency-replayed": "true" } : {});
      });
    });
}

type Begun = StoredResponse & { repeated: boolean };

async function once<Answer>(
  ctx: WriteCtx,
  request: IdempotentRequest,
  status: number,
  verb: () => Promise<Answer>,
  afterwards: Afterwards<Answer> | undefined,
): Promise<Begun> {
  const kept = await findStoredResponse(ctx, request);
  if (kept) return { ...kept, repeated: true };
  const answer = await verb();
  const finished = !afterwards?.isDue(answer);
  const begun = { finished, status, body: JSON.stringify(answer) };
  await storeResponse(ctx, request, begun);
  return { ...begun, repeated: false };
}

async function finish<Answer>(
  as: WriteAs,
  request: IdempotentRequest,
  begun: StoredResponse,
  afterwards: Afterwards<Answer> | undefined,
): Promise<StoredResponse> {
  if (!afterwards) throw new Error(`${request.route} has an unfinished answer and nothing to finish it`);
  const { status } = begun;
  const keep = (ctx: WriteCtx, whole: Answer | Sent<Answer>) =>
    completeResponse(ctx, request, { finished: true, status, body: JSON.stringify(whole) });
  const whole = await afterwards.run(as, JSON.parse(begun.body) as Sent<Answer>, keep);
  return { finished: true, status, body: JSON.stringify(whole) };
}

/** What every request of the API passes: a number of its own, a live token, its turn. What is thrown becomes a problem. */
async function answered(
  request: Request,
  run: (bearer: Bearer, requestId: string) => Promise<Response>,
): Promise<Response> {
  const requestId = requestNumber();
  let bearer: Bearer | undefined;
  try {
    bearer = await bearerOf(request, requestId);
    return await run(bearer, requestId);
  } catch (error) {
    return problemOf(error, requestId, {}, { address: factsOf(request.headers).address, actor: bearer?.actor });
  }
}

/** Whose live token a request carries, and whose turn it is; refuses every other. */
export async function bearerOf(request: Request, requestId: string): Promise<Bearer> {
  const { database, clock } = runtime();
  const now = clock();
  const bearer = await findToken(database.read, tokenOf(request), now);
  if (!bearer) {
    // Whoever guesses, or sends a token that has ended, is slowed down by where they come from.
    unknownTokens().take(getAddressSource(factsOf(request.headers).address), now);
    throw new Refusal("token_refused");
  }
  buckets().take(bearer.tokenId, now);
  if (isStale(bearer.lastUsedAt, now)) noteUse(bearer, requestId);
  return bearer;
}

function tokenOf(request: Request): string {
  const sent = request.headers.get("authorization");
  if (sent === null) {
    throw new Refusal("not_signed_in", { words: "Send an API token, as `Authorization: Bearer mtr_…`." });
  }
  const token = BEARER.exec(sent)?.[1];
  if (token === undefined) throw new Refusal("token_refused");
  return token;
}

/** Nobody waits for it, and nothing hangs on it. */
function noteUse({ actor, tokenId }: Bearer, requestId: string) {
  write({ actor, requestId }, (ctx) => recordTokenUse(ctx, tokenId), { durable: false }).catch((error: unknown) => {
    requestLog(requestId).warn({ err: error }, "the use of an API token was not noted");
  });
}

/** Requests a minute with tokens that are none, from one source. */
const UNKNOWN_PER_MINUTE = 1_200;

const BUCKETS = Symbol.for("matricula.api-buckets");
const UNKNOWN = Symbol.for("matricula.api-unknown-tokens");
type Buckets = ReturnType<typeof createBuckets>;
const store = globalThis as unknown as { [BUCKETS]?: Buckets; [UNKNOWN]?: Buckets };

function unknownTokens(): Buckets {
  store[UNKNOWN] ??= createBuckets(UNKNOWN_PER_MINUTE);
  return store[UNKNOWN];
}

function buckets() {
  store[BUCKETS] ??= createBuckets(runtime().config.apiPerMinute);
  return store[BUCKETS];
}

function queryOf(request: Request): Record<string, string> {
  const said = [...new URL(request.url).searchParams];
  const query = Object.fromEntries(said);
  // Which of two is meant nobody can know.
  const twice = Object.keys(query).filter((name) => said.filter(([each]) => each === name).length > 1);
  if (twice.length > 0) {
    const fields = Object.fromEntries(twice.map((name) => [name, "It is there more than once. Send it once."]));
    throw new Refusal("invalid_input", { fields });
  }
  for (const text of Object.values(query)) checkText(text);
  return query;
}

/** The id in the path. One that no row could have is not found, as any other that is not there. */
function idOf({ id = "" }: Record<string, string>): string {
  if (id.length > ID_CHARACTERS_MAX || id.includes("\0")) throw new Refusal("not_found");
  return id;
}

function parse<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const parsed = schema.safeParse(value, { error: issueWords });
  if (parsed.success) return parsed.data;
  const fields: Record<string, string> = {};
  for (const issue of parsed.error.issues) {
    // A field that nobody asked for stands in the issue, not in its path.
    const unknown = issue.code === "unrecognized_keys" ? issue.keys.map((key) => [...issue.path, key]) : [];
    for (const path of unknown) fields[path.join(".")] ??= "There is no such field here.";
    if (unknown.length === 0) fields[issue.path.join(".")] ??= issue.message;
  }
  throw new Refusal("invalid_input", { fields });
}

function send(status: number, body: string, requestId: string, headers: Record<string, string> = {}): Response {
  return new Response(body, {
    status,
    headers: { "content-type": "application/json", "x-request-id": requestId, ...PRIVATE, ...headers },
  });
}

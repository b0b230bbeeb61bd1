import type { Beside, WriteOptions } from "#db/types.ts";
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
import { resolveRequestId } from "#ops/request-id.ts";
import { BESIDE_ALL, reading, runtime, type WriteAs, write } from "#runtime";
import { checkText, parseJsonBody, readBody } from "./body.ts";
import { withInFlightLock, readIdempotentRequest } from "./idempotency.ts";
import { explainIssue } from "#domain/kernel/explain-issue.ts";
import { decodeMessage, message, type Said } from "#messages/message.ts";
import type { Description, Operation } from "./operation.ts";
import { PRIVATE, toProblem } from "./problem.ts";
import { toRequestFacts } from "./request.ts";
import { createTokenBuckets } from "./token-bucket.ts";
import { perProcess } from "#db/per-process.ts";

/** No request is larger, but those that carry files. */
const BODY_BYTES_MAX = 256 * 1024;
/** As long as a course's address, by which a course may be asked for. */
const ID_CHARACTERS_MAX = 120;
const BEARER = /^Bearer +([A-Za-z0-9_-]{1,100})$/i;

/** What an operation gets: the id of its path (empty where there is none), and what was parsed. */
type Asked<Query extends z.ZodType, Body extends z.ZodType> = {
  id: string;
  query: z.output<Query>;
  body: z.output<Body>;
};

/** An answer as it was sent: dates have become text. */
export type Serialized<T> = T extends Date ? string : T extends object ? { [Key in keyof T]: Serialized<T[Key]> } : T;

/**
 * What is left to do once the effect is written, because it leaves the machine. `run` calls who must be called and answers
 * with the whole; it writes `keep` in the transaction that records the outcome. When the process dies in between, or the
 * other side does not answer, whoever repeats the request begins here again.
 */
export type AfterCommit<Answer> = {
  isDue(answer: Answer): boolean;
  run(
    as: WriteAs,
    answer: Serialized<Answer>,
    keep: (ctx: WriteCtx, whole: Answer | Serialized<Answer>) => Promise<void>,
  ): Promise<Answer | Serialized<Answer>>;
};

type Read<Query extends z.ZodType, Body extends z.ZodType, Answer> = Description<Query, Body, Answer> & {
  /** Looks; undefined is not found. */
  handle: (ctx: ReadCtx, asked: Asked<Query, Body>) => Promise<NoInfer<Answer> | undefined>;
};

type Write<Query extends z.ZodType, Body extends z.ZodType, Answer, Prepared> = Description<Query, Body, Answer> & {
  /** Done first, with what was parsed, because a verb waits for the database alone: the bytes of files are kept. */
  prepare?: (as: WriteAs, asked: { id: string; body: z.output<Body> }) => Promise<Prepared>;
  /** The verb, in one write. `prepared` is what `prepare` gave. */
  handle: (ctx: WriteCtx, asked: Asked<Query, Body>, prepared: Prepared) => Promise<NoInfer<Answer>>;
  /** Stands around the write, for what counts although the write is undone: tries in vain. */
  guard?: <T>(as: WriteAs, asked: Asked<Query, Body>, run: () => Promise<T>) => Promise<T>;
  /** What the write takes when it may run beside others. */
  beside?: (as: WriteAs, asked: Asked<Query, Body>) => Beside;
  afterCommit?: AfterCommit<NoInfer<Answer>>;
};

/** An operation that reads: token, rate, query, one function that looks, answer. */
export function defineRead<Query extends z.ZodType, Body extends z.ZodType, Answer>(
  operation: Read<Query, Body, Answer>,
): Operation {
  const { handle, ...description } = operation;
  return {
    ...description,
    respond: (request, pathId) =>
      answered(request, async (bearer, requestId) => {
        const id = idOf(pathId);
        const query = operation.query ? parse(operation.query, queryOf(request)) : undefined;
        const found = await handle(reading(bearer.actor), { id, query, body: undefined } as Asked<Query, Body>);
        if (found === undefined) throw new Refusal("not_found");
        return send(200, JSON.stringify(found), requestId);
      }),
  };
}

/**
 * An operation that writes: token, rate, body, one verb in one write, answer. A POST carries an Idempotency-Key, and its answer
 * is kept in the transaction of its effect. A refusal has no effect and is not kept: asking again asks anew.
 */
export function defineWrite<Query extends z.ZodType, Body extends z.ZodType, Answer, Prepared>(
  operation: Write<Query, Body, Answer, Prepared>,
): Operation {
  const { prepare, handle, guard, beside, afterCommit, ...description } = operation;
  const { status, bodyBytesMax = BODY_BYTES_MAX } = description;
  return {
    ...description,
    respond: (request, pathId) =>
      answered(request, async (bearer, requestId) => {
        const id = idOf(pathId);
        const text = await readBody(request, bodyBytesMax);
        const said = parseJsonBody(text, request.headers.get("content-type"));
        const body = operation.body ? parse(operation.body, said) : undefined;
        const asked = { id, query: undefined, body } as Asked<Query, Body>;
        const as: WriteAs = { actor: bearer.actor, requestId };
        const options: WriteOptions = beside ? { beside: beside(as, asked) } : {};
        if (operation.method !== "POST") {
          const prepared = (prepare && (await prepare(as, asked))) as Prepared;
          const answer = await write(as, (ctx) => handle(ctx, asked, prepared), options);
          return send(status, JSON.stringify(answer), requestId);
        }
        const repeatable = readIdempotentRequest(request, {
          ...{ actorId: bearer.actor.id, route: operation.id, id, body: text },
          needs: operation.needs,
        });
        return withInFlightLock(repeatable, async () => {
          const prepared = (prepare && (await prepare(as, asked))) as Prepared;
          const run = (ctx: WriteCtx) => once(ctx, repeatable, status, () => handle(ctx, asked, prepared), afterCommit);
          const begun = await (guard ? guard(as, asked, () => write(as, run, options)) : write(as, run, options));
          const whole = begun.finished ? begun : await finish(as, repeatable, { ...begun, status }, afterCommit);
          return send(whole.status, whole.body, requestId, begun.repeated ? { "idempotency-replayed": "true" } : {});
        });
      }),
  };
}

type Begun = StoredResponse & { repeated: boolean };

async function once<Answer>(
  ctx: WriteCtx,
  request: IdempotentRequest,
  status: number,
  verb: () => Promise<Answer>,
  afterCommit: AfterCommit<Answer> | undefined,
): Promise<Begun> {
  const kept = await findStoredResponse(ctx, request);
  if (kept) return { ...kept, repeated: true };
  const answer = await verb();
  const finished = !afterCommit?.isDue(answer);
  const begun = { finished, status, body: JSON.stringify(answer) };
  await storeResponse(ctx, request, begun);
  return { ...begun, repeated: false };
}

async function finish<Answer>(
  as: WriteAs,
  request: IdempotentRequest,
  begun: StoredResponse,
  afterCommit: AfterCommit<Answer> | undefined,
): Promise<StoredResponse> {
  if (!afterCommit) throw new Error(`${request.route} has an unfinished answer and nothing to finish it`);
  const { status } = begun;
  const keep = (ctx: WriteCtx, whole: Answer | Serialized<Answer>) =>
    completeResponse(ctx, request, { finished: true, status, body: JSON.stringify(whole) });
  const whole = await afterCommit.run(as, JSON.parse(begun.body) as Serialized<Answer>, keep);
  return { finished: true, status, body: JSON.stringify(whole) };
}

/** What every request of the API passes: a number of its own, a live token, its turn. What is thrown becomes a problem. */
async function answered(
  request: Request,
  run: (bearer: Bearer, requestId: string) => Promise<Response>,
): Promise<Response> {
  const requestId = resolveRequestId();
  let bearer: Bearer | undefined;
  try {
    bearer = await authenticateBearer(request, requestId);
    return await run(bearer, requestId);
  } catch (error) {
    return toProblem(error, requestId, {}, { address: toRequestFacts(request.headers).address, actor: bearer?.actor });
  }
}

/** Whose live token a request carries, and whose turn it is; refuses every other. */
export async function authenticateBearer(request: Request, requestId: string): Promise<Bearer> {
  const { database, clock } = runtime();
  const now = clock();
  const bearer = await findToken(database.read, tokenOf(request), now);
  if (!bearer) {
    // Whoever guesses, or sends a token that has ended, is slowed down by where they come from.
    unknownTokens().take(getAddressSource(toRequestFacts(request.headers).address), now);
    throw new Refusal("token_refused");
  }
  buckets().take(bearer.tokenId, now);
  // A token has no browser to remember what it wrote. One that may only read has written nothing.
  if (bearer.actor.scopes?.some((scope) => scope.endsWith(":write"))) await database.notOlderThanNow();
  if (isStale(bearer.lastUsedAt, now)) recordUse(bearer, requestId);
  return bearer;
}

function tokenOf(request: Request): string {
  const sent = request.headers.get("authorization");
  if (sent === null) {
    throw new Refusal("not_signed_in", {
      words: message("refusals.send_token", { example: "`Authorization: Bearer mtr_…`" }),
    });
  }
  const token = BEARER.exec(sent)?.[1];
  if (token === undefined) throw new Refusal("token_refused");
  return token;
}

/** Nobody waits for it, and nothing hangs on it. */
function recordUse({ actor, tokenId }: Bearer, requestId: string) {
  write({ actor, requestId }, (ctx) => recordTokenUse(ctx, tokenId), { durable: false, beside: BESIDE_ALL }).catch(
    (error: unknown) => {
      requestLog(requestId).warn({ err: error }, "the use of an API token could not be recorded");
    },
  );
}

/** Requests a minute with tokens that are none, from one source. */
const UNKNOWN_PER_MINUTE = 1_200;

function unknownTokens() {
  return perProcess("api-unknown-tokens", () => createTokenBuckets(UNKNOWN_PER_MINUTE));
}

function buckets() {
  return perProcess("api-buckets", () => createTokenBuckets(runtime().config.apiPerMinute));
}

function queryOf(request: Request): Record<string, string> {
  const said = [...new URL(request.url).searchParams];
  const query = Object.fromEntries(said);
  // Which of two is meant nobody can know.
  const twice = Object.keys(query).filter((name) => said.filter(([each]) => each === name).length > 1);
  if (twice.length > 0) {
    const fields = Object.fromEntries(twice.map((name) => [name, message("fields.sent_twice")]));
    throw new Refusal("invalid_input", { fields });
  }
  for (const text of Object.values(query)) checkText(text);
  return query;
}

/** The id in the path. One that no row could have is not found, as any other that is not there. */
function idOf(id: string): string {
  if (id.length > ID_CHARACTERS_MAX || id.includes("\0")) throw new Refusal("not_found");
  return id;
}

function parse<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const parsed = schema.safeParse(value, { error: explainIssue });
  if (parsed.success) return parsed.data;
  const fields: Record<string, Said> = {};
  for (const issue of parsed.error.issues) {
    // A field that nobody asked for stands in the issue, not in its path.
    const unknown = issue.code === "unrecognized_keys" ? issue.keys.map((key) => [...issue.path, key]) : [];
    for (const path of unknown) fields[path.join(".")] ??= message("fields.unknown_field");
    if (unknown.length === 0) fields[issue.path.join(".")] ??= decodeMessage(issue.message);
  }
  throw new Refusal("invalid_input", { fields });
}

function send(status: number, body: string, requestId: string, headers: Record<string, string> = {}): Response {
  return new Response(body, {
    status,
    headers: { "content-type": "application/json", "x-request-id": requestId, ...PRIVATE, ...headers },
  });
}

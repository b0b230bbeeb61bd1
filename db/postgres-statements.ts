import { DrizzleQueryError } from "drizzle-orm/errors";
import type pg from "pg";
import { hideDetail } from "./hidden-values.ts";

/** How many statements may be on their way without anybody waiting for their answers. */
const UNANSWERED_MAX = 32;

export type Answer = { rows: unknown[]; command: string };
type Query = string | { text: string; rowMode?: string };

/** The statements of one transaction after another on a connection. */
export type Statements = ReturnType<typeof createStatements>;

/**
 * Sends the statements of a transaction so that few of them are waited for. One whose answer nobody reads (an INSERT, UPDATE or DELETE
 * that returns nothing) counts as done once it is sent. When it fails, so does every later one, because the transaction has failed,
 * and each throws what the first said; at the latest COMMIT does. The connection is one of a pool that sends without waiting.
 */
export function createStatements(client: pg.PoolClient) {
  let failure: { error: unknown } | undefined;
  let unanswered = 0;

  async function send(query: Query, values: unknown[] = []): Promise<Answer> {
    try {
      return (await client.query(query as pg.QueryConfig, values)) as unknown as Answer;
    } catch (error) {
      const text = typeof query === "string" ? query : query.text;
      hideDetail(error);
      failure ??= { error: new DrizzleQueryError(text, [], error as Error) };
      throw failure.error;
    }
  }

  function query(text: Query, values?: unknown[]): Promise<Answer> {
    if (failure) return Promise.reject(failure.error);
    const answer = send(text, values);
    if (!isAnswerUnread(text) || unanswered >= UNANSWERED_MAX) return answer;
    unanswered += 1;
    answer.catch(() => {}).finally(() => (unanswered -= 1));
    return Promise.resolve(NOTHING);
  }

  return {
    send,
    query,
    failure: () => failure?.error,
    /** Before the next transaction. */
    forget: () => (failure = undefined),
  };
}

const NOTHING: Answer = { rows: [], command: "" };

/** Drizzle asks for rows as arrays wherever it reads any. */
const isAnswerUnread = (query: Query) =>
  typeof query === "object" && query.rowMode === undefined && /^(insert|update|delete) /i.test(query.text);

import type { z } from "zod";
import type { Action } from "#domain/policy.ts";
import type { RefusalCode } from "#domain/kernel/refusal.ts";

/** What the API offers under one method and path: what goes in, what comes out, and who may ask. The docs are made from it. */
export type Operation<Query extends z.ZodType = z.ZodType, Body extends z.ZodType = z.ZodType, Answer = unknown> = {
  /** Unique; names the operation in the docs, and the route in which a key of idempotency counts. */
  id: string;
  method: "GET" | "POST" | "PATCH";
  /** Below /api/v1, with `{id}` where an id stands. */
  path: `/${string}`;
  /** The heading it stands under. */
  subject: string;
  summary: string;
  detail?: string;
  /** The policy's word for it, from which the scope that a token needs follows. */
  needs: Action;
  query?: Query;
  body?: Body;
  /** How large a request may be, where it is more than what a text needs. */
  bodyBytesMax?: number;
  status: 200 | 201;
  answer: z.ZodType<Answer>;
  /** What it refuses beyond what every operation refuses. */
  refusals?: readonly RefusalCode[];
};

/** Says an operation with its types kept, so that the route that serves it must fit. */
export function operation<Query extends z.ZodType, Body extends z.ZodType, Answer>(
  described: Operation<Query, Body, Answer>,
): Operation<Query, Body, Answer> {
  return described;
}

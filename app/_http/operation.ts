import type { z } from "zod";
import type { Action } from "#domain/policy.ts";
import type { RefusalCode } from "#domain/kernel/refusal.ts";

/** What the API offers under one method and path: what goes in, what comes out, and who may ask. The docs are made from it. */
export type Description<Query extends z.ZodType = z.ZodType, Body extends z.ZodType = z.ZodType, Answer = unknown> = {
  /** Unique, and its file's name; names the operation in the docs, and is what a key of idempotency counts for. */
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

/** An operation as the table has it: `defineRead` and `defineWrite` (json.ts) have checked that what it does fits what it says. */
export type Operation = Description & {
  /** Answers a request for it. `id` is the one in the path, empty where there is none. */
  respond: (request: Request, id: string) => Promise<Response>;
};

import { Refusal } from "#domain/kernel/refusal.ts";
import { message } from "#messages/message.ts";
import { resolveRequestId } from "#ops/request-id.ts";
import { toProblem } from "./problem.ts";

/** What Next lets a route answer. It answers HEAD by GET where there is one. */
const METHODS = ["GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"] as const;
type Method = (typeof METHODS)[number];
type Handlers = Record<Method, () => Response>;

/**
 * What a route answers to the methods that it does not take, so that they are told as everything else is told: 405 with the
 * ones that it takes (RFC 9110, 15.5.6). OPTIONS asks for just those. `taken`: the methods that the route's file exports.
 */
export function allowMethods(...taken: ("GET" | "POST" | "PATCH" | "PUT" | "DELETE")[]): Handlers {
  const allow = METHODS.filter(
    (method) =>
      method === "OPTIONS" || taken.some((each) => each === method) || (method === "HEAD" && taken.includes("GET")),
  ).join(", ");
  const words = message("refusals.address_takes", { methods: allow });
  const refuse = () => toProblem(new Refusal("method_not_allowed", { words }), resolveRequestId(), { allow });
  const options = () => new Response(null, { status: 204, headers: { allow } });
  const answers = METHODS.map((method) => [method, method === "OPTIONS" ? options : refuse]);
  return Object.fromEntries(answers) as Handlers;
}

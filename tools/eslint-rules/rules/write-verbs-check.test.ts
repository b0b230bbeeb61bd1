import { ruleTester } from "../rule-tester.ts";
import { writeVerbsCheck } from "./write-verbs-check.ts";

const imports = `
  import { authorize } from "#domain/policy.ts";
  import { audit } from "../audit.ts";
`;
const missing = (...checks: ("authorize" | "audit")[]) => checks.map((messageId) => ({ messageId }));

ruleTester.run("write-verbs-check", writeVerbsCheck, {
  valid: [
    `${imports} export async function enrol(ctx: WriteCtx, input: Input) { authorize(ctx.actor, "enrol", input); await audit(ctx, {}); }`,
    `${imports} export const enrol = async (ctx: WriteCtx) => { authorize(ctx); for (const seat of seats) { await audit(ctx, seat); } };`,
    `import { authorize as may } from "../policy.ts"; import { audit as trace } from "#domain/audit.ts";
     export async function enrol(ctx: WriteCtx) { may(ctx); await trace(ctx); }`,
    `${imports} async function note(ctx: StepCtx) { await audit(ctx); }
     export async function enrol(ctx: WriteCtx) { authorize(ctx); await note(ctx); }`,
    "export async function getCourse(read: Reader, id: string) { return read.select(); }",
    "async function helper(ctx: WriteCtx) { await ctx.tx.insert(rows); }",
  ],
  invalid: [
    {
      code: "export async function enrol(ctx: WriteCtx) { await ctx.tx.insert(rows); }",
      errors: missing("authorize", "audit"),
    },
    {
      code: `${imports} export async function enrol(ctx: WriteCtx) { await audit(ctx); }`,
      errors: missing("authorize"),
    },
    { code: `${imports} export async function enrol(ctx: WriteCtx) { authorize(ctx); }`, errors: missing("audit") },
    {
      name: "another verb's check does not count",
      code: `import { settle } from "./settle.ts"; export async function retry(ctx: WriteCtx) { await settle(ctx, {}); }`,
      errors: missing("authorize", "audit"),
    },
    {
      name: "a function of the same name from elsewhere does not count",
      code: `import { audit } from "./audit-log-page.ts"; function authorize() {}
             export async function enrol(ctx: WriteCtx) { authorize(); await audit(ctx); }`,
      errors: missing("authorize", "audit"),
    },
    {
      name: "a check in the verb beside it does not count",
      code: `${imports} export async function other(ctx: WriteCtx) { authorize(ctx); await audit(ctx); }
             export async function enrol(ctx: WriteCtx) { await other(ctx); }`,
      errors: missing("authorize", "audit"),
    },
    {
      name: "an arrow",
      code: "export const enrol = async (ctx: WriteCtx) => {};",
      errors: missing("authorize", "audit"),
    },
    {
      name: "exported by name",
      code: "async function enrol(ctx: WriteCtx) {} export { enrol };",
      errors: missing("authorize", "audit"),
    },
    {
      name: "the default",
      code: "export default async function (ctx: WriteCtx) {}",
      errors: missing("authorize", "audit"),
    },
    {
      name: "not async",
      code: "export function enrol(ctx: WriteCtx) { return go(ctx); }",
      errors: missing("authorize", "audit"),
    },
  ],
});

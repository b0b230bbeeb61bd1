"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { action, plainAction } from "#app/_forms/action.ts";
import { getAuthPath, getSafeNextPath } from "#app/_forms/next-path.ts";
import { getLandingPath, submitCodeRequest, submitCodeSignIn, submitSignIn } from "#app/_auth/sign-in.ts";
import { DEMO_ACCOUNTS, DEMO_PASSWORD } from "#domain/accounts/demo-accounts.ts";
import { CodeInput, EmailInput, TypedPasswordInput } from "#domain/accounts/inputs.ts";
import { Refusal } from "#domain/kernel/refusal.ts";
import { getTranslator } from "#components/messages/get-translator.ts";

const Next = z.string().max(1_000).optional().transform(getSafeNextPath);
/** An address that is only carried to another page, which will check it. */
const Carried = z.string().max(400).default("");

/** One form, several ways on: the button that was pressed says which. */
const SignIn = z.discriminatedUnion("how", [
  z.object({ how: z.literal("password"), email: EmailInput, password: TypedPasswordInput, next: Next }),
  z.object({ how: z.literal("code"), email: EmailInput, next: Next }),
  z.object({ how: z.literal("reset"), email: Carried, next: Next }),
  z.object({ how: z.literal("sign_up"), email: Carried, next: Next }),
]);

export const signInAction = action(SignIn, async (command, input) => {
  const { email, next } = input;
  if (input.how === "reset") redirect(getAuthPath("/sign-in/reset", { next, email }));
  if (input.how === "sign_up") redirect(getAuthPath("/sign-up", { next, email }));
  if (input.how === "code") {
    await submitCodeRequest(command, { email, purpose: "sign_in", nextPath: next });
    redirect(getAuthPath("/sign-in/code", { next, email }));
  }
  const person = await submitSignIn(command, { email, password: input.password });
  redirect(next ?? getLandingPath(person));
});

const UseCode = z.discriminatedUnion("how", [
  z.object({ how: z.literal("use"), email: EmailInput, code: CodeInput, next: Next }),
  z.object({ how: z.literal("again"), email: EmailInput, next: Next }),
]);

/** Signs in by the mailed digits, or mails new ones. */
export const useCodeAction = action(UseCode, async (command, input) => {
  const t = getTranslator();
  const { email, next } = input;
  if (input.how === "again") {
    await submitCodeRequest(command, { email, purpose: "sign_in", nextPath: next });
    return t("sign_in.another_code_sent");
  }
  const done = await submitCodeSignIn(command, { email, code: input.code });
  if (done.passwordDropped) redirect("/account?said=password-dropped#password");
  redirect(getSafeNextPath(done.nextPath) ?? next ?? getLandingPath(done.command));
});

const DemoAccount = z.object({ email: z.enum(DEMO_ACCOUNTS.map(({ email }) => email) as [string]), next: Next });

/** Signs in as one of the demo's people, by a click. There is no such thing in a real school. */
export const signInAsDemoAction = plainAction(DemoAccount, async (command, { email, next }) => {
  if (!command.read.rules.demo) throw new Refusal("demo_only");
  const person = await submitSignIn(command, { email, password: DEMO_PASSWORD });
  redirect(next ?? getLandingPath(person));
});

"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { type Command, action } from "#app/_forms/action.ts";
import { readAnswers } from "#app/_forms/answers.ts";
import { redirectDone } from "#app/_forms/redirect-done.ts";
import { checkNewPassword } from "#app/_auth/check-new-password.ts";
import { submitSignIn, submitSignUp } from "#app/_auth/sign-in.ts";
import { EmailInput, NewPasswordInput, PersonNameInput, TypedPasswordInput } from "#domain/accounts/inputs.ts";
import { getClaimOffer } from "#domain/checkout/get-claim-offer.ts";
import { claimEnrolment } from "#domain/checkout/claim-enrolment.ts";
import { getClaimPath } from "#domain/claim-links/claim-secret.ts";
import { isId } from "#domain/kernel/ids.ts";
import { authorize } from "#domain/policy.ts";
import type { GivenAnswer } from "#domain/questions/inputs.ts";
import { listCohortQuestions } from "#domain/questions/list-questions.ts";
import { getEnrolRules } from "#domain/rules/get-enrol-rules.ts";
import { pathFromForm } from "#messages/page-path.ts";
import { runtime } from "#runtime";

const Claim = z.object({
  claimLinkId: z.string().refine((text) => isId("claimLink", text)),
  secret: z.string().max(64),
});
const NewPerson = Claim.extend({ name: PersonNameInput, email: EmailInput, password: NewPasswordInput });
const KnownPerson = Claim.extend({ email: EmailInput, password: TypedPasswordInput });

type Link = z.output<typeof Claim>;

/** Somebody new: their account and, where nothing is asked, their place in one submit. */
export const joinAndClaimAction = action(
  NewPerson,
  async (command, { name, email, password, ...link }) => {
    await claimOrAsk(await submitSignUp(command, { name, email, password }), link);
  },
  [checkNewPassword],
);

/** Somebody who has an account and is not signed in here. */
export const signInAndClaimAction = action(KnownPerson, async (command, { email, password, ...link }) => {
  await claimOrAsk(await submitSignIn(command, { email, password }), link);
});

/** Somebody who is signed in, with what they answer. */
export const claimHereAction = action(Claim, async (command, link) => {
  if (!command.viewer) redirect(`/sign-in?next=${encodeURIComponent(pathOf(link))}`);
  const cohortId = await findOpenCohort(command, link);
  // The page says why it cannot be claimed; no file is stored for a link that opens nothing.
  if (!cohortId) redirect(pathOf(link));
  const asked = await listCohortQuestions(command.read, cohortId);
  const answers = await readAnswers(command, asked, async (ctx) => authorize(ctx, "claim_link.use", {}));
  await claimAndGoOn(command, link, answers);
});

const pathOf = ({ claimLinkId: id, secret }: Link) => pathFromForm(getClaimPath({ id, version: 0 }, secret));

async function findOpenCohort({ read }: Command, link: Link): Promise<string | undefined> {
  const claim = await getClaimOffer(read, { ...link, schoolSecret: runtime().secret });
  return claim?.barrier === null ? claim.offer.cohortId : undefined;
}

/** What is asked is answered once it is known by whom. */
async function claimOrAsk(me: Command, link: Link): Promise<never> {
  const cohortId = await findOpenCohort(me, link);
  if (!cohortId || (await listCohortQuestions(me.read, cohortId)).length > 0) redirect(pathOf(link));
  if (await getEnrolRules(me.read, cohortId)) redirect(pathOf(link));
  return claimAndGoOn(me, link);
}

async function claimAndGoOn(me: Command, link: Link, answers?: GivenAnswer[]): Promise<never> {
  const { claimLinkId, secret } = link;
  const claim = { claimLinkId, secret, schoolSecret: runtime().secret, answers };
  const { courseSlug } = await me.write((ctx) => claimEnrolment(ctx, claim));
  return redirectDone(`/learning/${courseSlug}`, "place-claimed");
}

"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { action } from "#app/_forms/action.ts";
import { safeNextPath } from "#app/_forms/next-path.ts";
import { landingPath, signUpHere } from "#app/_auth/sign-in.ts";
import { EmailInput, NewPasswordInput, PersonNameInput } from "#domain/accounts/inputs.ts";

const SignUp = z.object({
  name: PersonNameInput,
  email: EmailInput,
  password: NewPasswordInput,
  next: z.string().max(1_000).optional().transform(safeNextPath),
});

export const signUpAction = action(SignUp, async (command, { next, ...person }) => {
  const signedIn = await signUpHere(command, person);
  redirect(next ?? landingPath(signedIn));
});

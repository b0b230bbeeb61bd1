"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { action } from "#app/_forms/action.ts";
import { checkNewPassword } from "#app/_auth/check-new-password.ts";
import { getSafeNextPath } from "#app/_forms/next-path.ts";
import { getLandingPath, submitSignUp } from "#app/_auth/sign-in.ts";
import { EmailInput, NewPasswordInput, PersonNameInput } from "#domain/accounts/inputs.ts";

const SignUp = z.object({
  name: PersonNameInput,
  email: EmailInput,
  password: NewPasswordInput,
  next: z.string().max(1_000).optional().transform(getSafeNextPath),
});

export const signUpAction = action(
  SignUp,
  async (command, { next, ...person }) => {
    const signedIn = await submitSignUp(command, person);
    redirect(next ?? getLandingPath(signedIn));
  },
  [checkNewPassword],
);

"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { action } from "#app/_forms/action.ts";
import { checkNewPassword } from "#app/_auth/check-new-password.ts";
import { submitInvitation, getLandingPath } from "#app/_auth/sign-in.ts";
import { LinkSecretInput, NewPasswordInput, PersonNameInput } from "#domain/accounts/inputs.ts";

const Accept = z.object({ secret: LinkSecretInput, name: PersonNameInput, password: NewPasswordInput });

/** Gives whoever holds the mailed link what it offers, under the name and password they choose, and signs them in. */
export const acceptInvitationAction = action(
  Accept,
  async (command, chosen) => {
    redirect(getLandingPath(await submitInvitation(command, chosen)));
  },
  [checkNewPassword],
);

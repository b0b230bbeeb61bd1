"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { z } from "zod";
import { plainAction } from "#app/_forms/action.ts";
import { storeLanguageCookie } from "#app/_http/store-language-cookie.ts";
import { changeLanguage } from "#domain/accounts/change-language.ts";
import { ADDRESS_MAX, getSafePath } from "#app/_forms/next-path.ts";
import { getSchoolLanguages, setAccountLanguage } from "#messages/request-language.ts";

const Choice = z.object({
  language: z.string().refine((tag) => getSchoolLanguages().offered.includes(tag)),
  to: z
    .string()
    .optional()
    .transform((to) => getSafePath(to, ADDRESS_MAX)),
});

/** The language switch on a page of somebody who is signed in: from then on the school speaks it to them everywhere. */
export const changeLanguageAction = plainAction(Choice, async ({ viewer, write }, { language, to }) => {
  if (viewer) {
    await write((ctx) => changeLanguage(ctx, { userId: viewer.userId, language }));
    setAccountLanguage(language);
  }
  await storeLanguageCookie(language);
  // The root element names the language, and is otherwise not asked for again.
  revalidatePath("/", "layout");
  redirect(to ?? "/");
});

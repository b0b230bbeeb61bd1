import { randomUUID } from "node:crypto";
import { headers } from "next/headers";
import { Toast } from "#components/ui/toast.tsx";
import { DONE_COOKIE, DONE_HEADER } from "./done-cookie.ts";
import { DONE_MESSAGES, isDoneKey } from "./done-messages.ts";
import { getTranslator } from "#components/messages/get-translator.ts";

/** Says once, on the page after a form, what was done there: see `redirectDone`. Stands in the shell of every page. */
export async function DoneNotice() {
  const word = (await headers()).get(DONE_HEADER) ?? "";
  if (!isDoneKey(word)) return null;
  const said = DONE_MESSAGES[word];
  const [key, tone] = typeof said === "string" ? [said, "ok" as const] : [said.bad, "bad" as const];
  // The same sentence twice in a row is news twice, so each has a key of its own.
  const id = randomUUID();
  return <Toast key={id} id={id} message={getTranslator()(key)} tone={tone} cookie={DONE_COOKIE} />;
}

import { z } from "zod";
import {
  type RegisteredId,
  type VatAnswer,
  type VatRegister,
  VatRegisterTrouble,
} from "#domain/invoices/vat-register.ts";

/** A member state that is there answers within a second or two. */
const WAIT_MS_MAX = 8_000;
const ANSWER_CHARACTERS_MAX = 20_000;
const TEXT_MAX = 200;

/** Only what is read. It says `---` where a member state tells no name. */
const Said = z.object({
  valid: z.boolean().optional(),
  isValid: z.boolean().optional(),
  userError: z.string().optional(),
  requestIdentifier: z.string().nullish(),
  name: z.string().nullish(),
});
const Trouble = z.object({ errorWrappers: z.array(z.object({ error: z.string() })).min(1) });

/**
 * VIES by its REST interface (`check-vat-number`). A busy register says "not valid" together with an error (MS_UNAVAILABLE,
 * MS_MAX_CONCURRENT_REQ, IP_BLOCKED and others): whatever is neither VALID nor INVALID is no answer.
 */
export function openVies(url: string, waitMsMax = WAIT_MS_MAX): VatRegister {
  return {
    ask: async (id, requester) => {
      const answer = await post(`${url.replace(/\/$/, "")}/check-vat-number`, toRequest(id, requester), waitMsMax);
      return readAnswer(answer);
    },
  };
}

const toRequest = (id: RegisteredId, requester: RegisteredId | undefined) => ({
  countryCode: id.country,
  vatNumber: id.number,
  ...(requester && { requesterMemberStateCode: requester.country, requesterNumber: requester.number }),
});

async function post(url: string, body: object, waitMsMax: number): Promise<unknown> {
  try {
    const answer = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json", accept: "application/json" },
      body: JSON.stringify(body),
      redirect: "error",
      signal: AbortSignal.timeout(waitMsMax),
    });
    const text = await answer.text();
    if (text.length > ANSWER_CHARACTERS_MAX) throw new Error("it answered too much");
    return JSON.parse(text);
  } catch (error) {
    throw new VatRegisterTrouble(`VIES did not answer: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}

function readAnswer(answer: unknown): VatAnswer {
  const trouble = Trouble.safeParse(answer);
  if (trouble.success) {
    const codes = trouble.data.errorWrappers.map(({ error }) => error);
    // What it cannot read as an id of that country is nobody's.
    if (codes.includes("INVALID_INPUT")) return { isValid: false, consultation: "", trader: "" };
    throw new VatRegisterTrouble(`VIES has said: ${codes.join(", ").slice(0, TEXT_MAX)}`);
  }
  const said = Said.safeParse(answer);
  const isValid = said.data?.valid ?? said.data?.isValid;
  const { userError = "", requestIdentifier, name } = said.data ?? {};
  if (isValid === undefined || !["", "VALID", "INVALID"].includes(userError)) {
    throw new VatRegisterTrouble(`VIES has said: ${userError.slice(0, TEXT_MAX) || "nothing that is known"}`);
  }
  return {
    isValid,
    consultation: (requestIdentifier ?? "").slice(0, TEXT_MAX),
    trader: !name || /^-+$/.test(name) ? "" : name.slice(0, TEXT_MAX),
  };
}

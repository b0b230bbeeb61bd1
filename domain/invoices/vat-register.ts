/** A VAT id as the register takes it: the letters of its country, and what comes after them. */
export type RegisteredId = { country: string; number: string };

/** What the register says. `consultation`: the number under which it can be proven that it was asked; none where the school has no id of its own there. */
export type VatAnswer = { isValid: boolean; consultation: string; trader: string };

/** The register of VAT ids: the providers fulfil it. */
export type VatRegister = {
  /** Throws `VatRegisterTrouble` where there is no answer: nothing is known of the id then. */
  ask(id: RegisteredId, requester: RegisteredId | undefined): Promise<VatAnswer>;
};

/** The register, or the member state behind it, has not answered. */
export class VatRegisterTrouble extends Error {
  override name = "VatRegisterTrouble";
}

/** Whose ids the register knows, by their letters: the member states, Greece as EL, and Northern Ireland as XI. */
const REGISTERED: ReadonlySet<string> = new Set(
  "AT BE BG CY CZ DE DK EE EL ES FI FR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK XI".split(" "),
);

/** A compact VAT id in its parts; undefined for one of a country whose ids the register does not know. */
export function splitVatId(vatId: string): RegisteredId | undefined {
  const [country, number] = [vatId.slice(0, 2), vatId.slice(2)];
  return REGISTERED.has(country) && number !== "" ? { country, number } : undefined;
}

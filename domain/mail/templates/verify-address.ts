import { aside, button, type Draft, hello, type SchoolFace, text } from "../draft.ts";
import type { MailPayloads } from "../kinds.ts";

export function verifyAddress({ name, path, hours }: MailPayloads["verify_address"], school: SchoolFace): Draft {
  return {
    subject: `Is this your address? ${school.name}`,
    parts: [
      hello(name),
      text(`Please tell us that this address is yours, so that receipts and answers from ${school.name} reach you.`),
      button("Yes, this is my address", path),
      aside(`The link works for ${hours} hours. If you have no account with us, do nothing.`),
    ],
  };
}

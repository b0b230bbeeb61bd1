import { type Draft, hello, quote, type SchoolFace, text } from "../draft.ts";
import type { MailPayloads } from "../kinds.ts";

export function backupTrouble({ name, what, words }: MailPayloads["backup_trouble"], school: SchoolFace): Draft {
  const isOld = what === "too_old";
  return {
    subject: isOld ? `${school.name} has no recent backup` : `A backup of ${school.name} failed`,
    parts: [
      hello(name),
      text(
        isOld
          ? "There is no recent backup of the school that was read back and found right. If its disk broke now, everything since the last one would be lost."
          : "A backup of the school could not be made, what was stored is not right, or its second copy failed. The earlier ones are still there.",
      ),
      quote(words),
      text(
        "On the server, `npm run backup` makes one now and says what is wrong, and `npm run doctor` looks at everything around it.",
      ),
    ],
  };
}

import { getTranslator } from "#components/messages/get-translator.ts";
import type { Access } from "#domain/access/get-access.ts";

/** Why a course is open to those who need no place: who teaches and who runs the school. */
export function describeStaffAccess(access: Access): string {
  const t = getTranslator();
  return access.why === "teacher"
    ? t("learning.open_to_you_because_you_teach_it")
    : t("learning.open_to_you_because_you_run_the_school");
}

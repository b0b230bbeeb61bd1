import type { PlainKey } from "#messages/message.ts";
import type { Colleague } from "#domain/accounts/list-team.ts";
import { Badge } from "../ui/badge.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";

type Role = Colleague["roles"][number];
type StaffRole = Exclude<Role, "student">;

const ROLES: { value: StaffRole; label: PlainKey; description: PlainKey }[] = [
  {
    value: "instructor",
    label: "admin.instructor_label",
    description: "admin.edits_the_courses_they_teach_and_their_hint",
  },
  { value: "support", label: "admin.support_label", description: "admin.answers_tickets_adds_and_ends_places_hint" },
  { value: "finance", label: "admin.finance_label", description: "admin.looks_after_orders_confirms_transfers_hint" },
  { value: "admin", label: "admin.admin_label", description: "admin.runs_everything_courses_people_settings_hint" },
  { value: "owner", label: "admin.owner_label", description: "admin.as_an_admin_and_decides_who_else_owns_hint" },
];

/** What each role may do, in a sentence. The policy decides; this says it. */
export function roleOptions(): { value: StaffRole; label: string; description: string }[] {
  const t = getTranslator();
  return ROLES.map(({ value, label, description }) => ({ value, label: t(label), description: t(description) }));
}

/** The roles in the team, as a list of words. */
export function formatRoles(roles: Role[]): string {
  const t = getTranslator();
  return ROLES.filter(({ value }) => roles.includes(value))
    .map(({ label }) => t(label))
    .join(", ");
}

/** The roles of somebody, as badges. */
export function RoleBadges({ roles, disabled }: { roles: Role[]; disabled: boolean }) {
  const t = getTranslator();
  return (
    <span className="flex flex-wrap gap-1.5 max-sm:justify-end">
      {ROLES.filter(({ value }) => roles.includes(value)).map(({ value, label }) => (
        <Badge key={value}>{t(label)}</Badge>
      ))}
      {disabled && <Badge tone="bad">{t("admin.disabled")}</Badge>}
    </span>
  );
}

import type { FormAction } from "#components/forms/state-form.tsx";
import type { GrantEntry } from "#domain/access/load-access.ts";
import { Ask } from "#components/admin/ask.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";
import { reasonWords } from "#components/ui/stored-words.ts";
import { DateTime } from "#components/ui/date.tsx";
import { formatAccessEnd } from "./format-access-end.ts";
import { NotifyField } from "./extent-fields.tsx";

export type RevokeGrant = {
  action: FormAction;
  /** What is sent along: whose page it is. */
  values: Record<string, string>;
};

type GrantListProps = { grants: GrantEntry[]; timezone: string; now: Date; revoke?: RevokeGrant | undefined };

/** Everything that has opened a course to somebody, what became of it, and a way to take back each thing that lasts. */
export function GrantList({ grants, timezone, now, revoke }: GrantListProps) {
  return (
    <ul className="mt-3 grid gap-2.5 border-t border-rule pt-3 text-small text-ink-soft">
      {grants.map((grant) => (
        <li key={grant.id} className="[overflow-wrap:anywhere]">
          <GrantSentence grant={grant} timezone={timezone} />
          {grant.note && <span className="block text-tiny text-ink-faint">{grant.note}</span>}
          {revoke && isLasting(grant, now) && <RevokeQuestion grant={grant} revoke={revoke} />}
        </li>
      ))}
    </ul>
  );
}

const isLasting = ({ revokedAt, endsAt }: GrantEntry, now: Date) =>
  revokedAt === null && (endsAt === null || endsAt > now);

const KINDS = {
  enrolment: "access.grant_enrolment",
  gift: "access.grant_gift",
  renewal: "access.grant_renewal",
  staff: "access.grant_staff",
} as const;

const STEPS = { extended: "access.grant_extended", shortened: "access.grant_shortened" } as const;

function GrantSentence({ grant, timezone }: { grant: GrantEntry; timezone: string }) {
  const t = getTranslator();
  const { endsAt, revokedAt, revokedWhy, step, why } = grant;
  const kind = <b className="font-[540] text-ink">{t(step ? STEPS[step] : KINDS[why])}</b>;
  const start = <DateTime instant={grant.startsAt} timezone={timezone} form="date" />;
  if (revokedAt) {
    const end = <DateTime instant={revokedAt} timezone={timezone} form="date" />;
    return revokedWhy
      ? t.rich("access.grant_revoked_because", { kind, start, end, reason: reasonWords(revokedWhy) })
      : t.rich("access.grant_revoked", { kind, start, end });
  }
  return endsAt
    ? t.rich("access.grant_until", {
        kind,
        start,
        end: <span className="num">{formatAccessEnd(endsAt, timezone)}</span>,
      })
    : t.rich("access.grant_for_good", { kind, start });
}

function RevokeQuestion({ grant, revoke }: { grant: GrantEntry; revoke: RevokeGrant }) {
  const t = getTranslator();
  const id = `revoke-${grant.id}`;
  return (
    <div className="mt-1.5">
      <Ask
        id={id}
        trigger={t("access.revoke_button")}
        title={t("access.revoke_title")}
        confirmLabel={t("access.revoke_button")}
        why={t("access.why_hint")}
        action={revoke.action}
        values={{ ...revoke.values, grantId: grant.id }}
        fields={<NotifyField id={id} />}
      >
        {t("access.revoke_words")}
      </Ask>
    </div>
  );
}

import { isolateText } from "#domain/kernel/isolate-text.ts";
import { Ask } from "#components/admin/ask.tsx";
import { Panel } from "#components/admin/panel.tsx";
import { describeDevice } from "#domain/accounts/describe-device.ts";
import { StateForm } from "#components/forms/state-form.tsx";
import { DateTime } from "#components/ui/date.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import type { PersonView, SessionRow } from "#domain/students/get-person.ts";
import { disableAction, enableAction, endSessionAction } from "./actions.ts";
import { getTranslator } from "#components/messages/get-translator.ts";

/** Shuts a person out, or lets them in again. */
export function AccountAccess({ person }: { person: PersonView }) {
  const t = getTranslator();
  const values = { userId: person.id };
  return (
    <Panel title={t("admin_students.account_access_title")}>
      {person.disabled ? (
        <Ask
          id="enable"
          trigger={t("admin_students.enable_button")}
          title={t("admin_students.enable_title", { name: isolateText(person.name) })}
          confirmLabel={t("admin_students.confirm_enable_button")}
          why={false}
          tone="quiet"
          action={enableAction}
          values={values}
        >
          {t("admin_students.enable_words")}
        </Ask>
      ) : (
        <Ask
          id="disable"
          trigger={t("admin_students.disable_button")}
          title={t("admin_students.disable_title", { name: isolateText(person.name) })}
          confirmLabel={t("admin_students.disable_button")}
          why={false}
          action={disableAction}
          values={values}
        >
          {t("admin_students.disable_words")}
        </Ask>
      )}
    </Panel>
  );
}

type SessionsProps = { person: PersonView; sessions: SessionRow[]; timezone: string };

/** Where somebody is signed in, and a way to end each. */
export function Sessions({ person, sessions, timezone }: SessionsProps) {
  const t = getTranslator();
  const lastUsed = ({ lastSeenAt }: SessionRow) => (
    <DateTime instant={lastSeenAt} timezone={timezone} showZone={false} />
  );
  return (
    <Panel title={t("admin_students.sessions_title")}>
      {sessions.length === 0 && <p className="text-ink-soft">{t("admin_students.no_sessions")}</p>}
      <ul className="-my-2">
        {sessions.map((session) => (
          <li
            key={session.id}
            className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 border-b border-rule py-2 last:border-0"
          >
            <span className="text-small">
              <span className="font-[540]">{t.format(describeDevice(session.agent))}</span>
              <span className="block text-ink-soft">
                {session.address
                  ? t.rich("admin_students.session_last_used_from", {
                      lastUsed: lastUsed(session),
                      address: session.address,
                    })
                  : t.rich("admin_students.session_last_used", { lastUsed: lastUsed(session) })}
              </span>
            </span>
            <StateForm action={endSessionAction} values={{ userId: person.id, sessionId: session.id }}>
              <SubmitButton variant="quiet" size="s">
                {t.rich("admin_students.end_session_button", {
                  device: t.format(describeDevice(session.agent)),
                  hidden: (children) => <span className="sr-only">{children}</span>,
                })}
              </SubmitButton>
            </StateForm>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

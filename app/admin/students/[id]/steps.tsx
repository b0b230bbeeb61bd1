import { isolateText } from "#domain/kernel/isolate-text.ts";
import { Ask } from "#components/admin/ask.tsx";
import { Panel } from "#components/admin/panel.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";
import { describeDevice } from "#domain/accounts/describe-device.ts";
import { StateForm } from "#components/forms/state-form.tsx";
import { DateTime } from "#components/ui/date.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import type { PersonView, SessionRow } from "#domain/students/get-person.ts";
import { disableAction, enableAction, endSessionAction } from "./actions.ts";

/** Shuts a person out, or lets them in again. */
export function DoorSteps({ person }: { person: PersonView }) {
  const values = { userId: person.id };
  return (
    <Panel title="Account access">
      {person.disabled ? (
        <Ask
          id="enable"
          trigger="Let them in again"
          title={`Let ${isolateText(person.name)} in again?`}
          confirmLabel="Let them in"
          why={false}
          tone="quiet"
          action={enableAction}
          values={values}
        >
          They can sign in again and open what they had. Tokens that ended stay ended.
        </Ask>
      ) : (
        <Ask
          id="disable"
          trigger="Disable account"
          title={`Shut ${isolateText(person.name)} out?`}
          confirmLabel="Disable account"
          why={false}
          action={disableAction}
          values={values}
        >
          Every sign-in, token and mailed link of theirs ends at once, and none works until you let them in again. Their
          places, orders and tickets stay.
        </Ask>
      )}
    </Panel>
  );
}

type SessionsProps = { person: PersonView; sessions: SessionRow[]; timezone: string };

/** Where somebody is signed in, and a way to end each. */
export function Sessions({ person, sessions, timezone }: SessionsProps) {
  return (
    <Panel title="Signed in">
      {sessions.length === 0 && <p className="text-ink-soft">Nowhere just now.</p>}
      <ul className="-my-2">
        {sessions.map((session) => (
          <li
            key={session.id}
            className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 border-b border-rule py-2 last:border-0"
          >
            <span className="text-small">
              <span className="font-[540]">{getTranslator().format(describeDevice(session.agent))}</span>
              <span className="block text-ink-soft">
                last used <DateTime instant={session.lastSeenAt} timezone={timezone} showZone={false} />
                {session.address && ` from ${session.address}`}
              </span>
            </span>
            <StateForm action={endSessionAction} values={{ userId: person.id, sessionId: session.id }}>
              <SubmitButton variant="quiet" size="s">
                End{" "}
                <span className="sr-only">the sign-in on {getTranslator().format(describeDevice(session.agent))}</span>
              </SubmitButton>
            </StateForm>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

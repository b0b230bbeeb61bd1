import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { DateTime } from "#components/ui/date.tsx";
import type { MySession } from "#domain/accounts/my-account.ts";
import { getTranslator } from "#components/messages/get-translator.ts";

export type SessionListProps = {
  sessions: MySession[];
  currentId: string;
  timezone: string;
  endAction: (form: FormData) => Promise<void>;
  endOthersAction: (form: FormData) => Promise<void>;
};

/** Where one is signed in, and a way to end each. */
export function SessionList({ sessions, currentId, timezone, endAction, endOthersAction }: SessionListProps) {
  const t = getTranslator();
  return (
    <>
      <ul className="border-t border-rule">
        {sessions.map((session) => (
          <li key={session.id} className="flex items-start justify-between gap-4 border-b border-rule py-3">
            <div className="min-w-0 text-small">
              <p className="font-[540]">
                {t.format(session.device)}{" "}
                {session.id === currentId && <Badge tone="ok">{t("account.this_one")}</Badge>}
              </p>
              <p className="text-ink-soft">
                {t.rich(session.id === currentId ? "account.signed_in_at" : "account.last_used_at", {
                  dateTime: (
                    <DateTime
                      instant={session.id === currentId ? session.createdAt : session.lastSeenAt}
                      timezone={timezone}
                      showZone={false}
                    />
                  ),
                })}
                {session.address && (
                  <span className="text-ink-faint"> {t("account.from_address", { address: session.address })}</span>
                )}
              </p>
            </div>
            {session.id !== currentId && (
              <form action={endAction} className="flex-none">
                <input type="hidden" name="sessionId" value={session.id} />
                <Button type="submit" variant="quiet" size="s">
                  {t("account.sign_out_button")} <span className="sr-only">{t.format(session.device)}</span>
                </Button>
              </form>
            )}
          </li>
        ))}
      </ul>
      {sessions.length > 1 && (
        <form action={endOthersAction} className="mt-5">
          <Button type="submit" variant="quiet" size="s">
            {t("account.sign_out_everywhere_but_here_button")}
          </Button>
        </form>
      )}
    </>
  );
}

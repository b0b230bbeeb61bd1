import { type FormAction, StateForm } from "#components/forms/state-form.tsx";
import { Button } from "#components/ui/button.tsx";
import { DateTime } from "#components/ui/date.tsx";
import { ConfirmIdentity, type RecentSignIn } from "./confirm-identity.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";

type Linked = { id: string; provider: string; createdAt: Date };

export type WayListProps = {
  linked: Linked[];
  /** The providers that the school has switched on, and what they are called. */
  ways: { provider: string; label: string }[];
  hasPassword: boolean;
  timezone: string;
  recent: RecentSignIn;
  connectAction: FormAction;
  disconnectAction: (form: FormData) => Promise<void>;
};

/** The accounts elsewhere that open this one. The last way in has no button to take it away. */
export function WayList(props: WayListProps) {
  const t = getTranslator();
  const { linked, ways, hasPassword, timezone, recent, connectAction, disconnectAction } = props;
  const labelOf = (provider: string) => ways.find((way) => way.provider === provider)?.label;
  const usable = linked.filter(({ provider }) => labelOf(provider) !== undefined);
  const isLastWay = ({ id }: Linked) => !hasPassword && !usable.some((other) => other.id !== id);
  const others = ways.filter(({ provider }) => !linked.some((each) => each.provider === provider));
  return (
    <ul className="border-t border-rule">
      {linked.map((each) => (
        <li key={each.id} className="flex items-center justify-between gap-4 border-b border-rule py-3">
          <div className="min-w-0 text-small">
            <p className="font-[540]">{labelOf(each.provider) ?? each.provider}</p>
            <p className="text-ink-soft">
              {labelOf(each.provider) === undefined && `${t("account.switched_off_by_the_school")} `}
              {t.rich(isLastWay(each) ? "account.since_the_only_way" : "account.since", {
                dateTime: <DateTime instant={each.createdAt} timezone={timezone} showZone={false} />,
              })}
            </p>
          </div>
          {!isLastWay(each) && (
            <form action={disconnectAction} className="flex-none">
              <input type="hidden" name="identityId" value={each.id} />
              <Button type="submit" variant="quiet" size="s">
                {t("account.take_away_button")}{" "}
                <span className="sr-only">{labelOf(each.provider) ?? each.provider}</span>
              </Button>
            </form>
          )}
        </li>
      ))}
      {others.map(({ provider, label }) => (
        <li key={provider} className="flex items-center justify-between gap-4 border-b border-rule py-3">
          <p className="min-w-0 text-small font-[540]">{label}</p>
          <StateForm action={connectAction} values={{ provider }} className="grid gap-3 justify-items-end">
            <ConfirmIdentity {...recent} id={`confirm-${provider}`} />
            <Button type="submit" variant="quiet" size="s">
              {t("account.connect_button")} <span className="sr-only">{label}</span>
            </Button>
          </StateForm>
        </li>
      ))}
    </ul>
  );
}

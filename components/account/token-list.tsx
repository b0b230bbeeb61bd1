import { Confirm } from "#components/ui/confirm.tsx";
import { DateTime } from "#components/ui/date.tsx";
import type { MyToken } from "#domain/accounts/my-account.ts";
import { getTranslator } from "#components/messages/get-translator.ts";

export type TokenListProps = {
  tokens: MyToken[];
  timezone: string;
  revokeAction: (form: FormData) => Promise<void>;
};

/** The tokens that act as oneself: what each may do, until when, and a way to end it. */
export function TokenList({ tokens, timezone, revokeAction }: TokenListProps) {
  const t = getTranslator();
  return (
    <ul className="border-t border-rule">
      {tokens.map((token) => (
        <li key={token.id} className="border-b border-rule py-3 text-small">
          <p className="font-[540]">{token.name}</p>
          <p className="text-ink-soft">{token.scopes.join(", ")}</p>
          <p className="text-ink-faint">
            {t.rich("account.made_used_ends", {
              made: <DateTime instant={token.createdAt} timezone={timezone} form="date" />,
              isUsed: String(token.lastUsedAt !== null),
              used: token.lastUsedAt && <DateTime instant={token.lastUsedAt} timezone={timezone} showZone={false} />,
              hasEnd: String(token.expiresAt !== null),
              ends: token.expiresAt && <DateTime instant={token.expiresAt} timezone={timezone} form="date" />,
            })}
          </p>
          <Confirm
            className="mt-2"
            size="s"
            trigger={t("account.revoke")}
            title={t("account.revoke_title", { name: token.name })}
            confirmLabel={t("account.revoke_the_token_label")}
            action={revokeAction}
            values={{ tokenId: token.id }}
          >
            {t("account.whatever_uses_it_stops_working_at_once")}
          </Confirm>
        </li>
      ))}
    </ul>
  );
}

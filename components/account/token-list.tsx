import { Confirm } from "#components/ui/confirm.tsx";
import { DateTime } from "#components/ui/date.tsx";
import type { MyToken } from "#domain/accounts/my-account.ts";

export type TokenListProps = {
  tokens: MyToken[];
  timezone: string;
  revokeAction: (form: FormData) => Promise<void>;
};

/** The tokens that act as oneself: what each may do, until when, and a way to end it. */
export function TokenList({ tokens, timezone, revokeAction }: TokenListProps) {
  return (
    <ul className="border-t border-rule">
      {tokens.map((token) => (
        <li key={token.id} className="border-b border-rule py-3 text-small">
          <p className="font-[540]">{token.name}</p>
          <p className="text-ink-soft">{token.scopes.join(", ")}</p>
          <p className="text-ink-faint">
            Made <DateTime instant={token.createdAt} timezone={timezone} form="date" />
            {token.lastUsedAt ? (
              <>
                , last used <DateTime instant={token.lastUsedAt} timezone={timezone} showZone={false} />
              </>
            ) : (
              ", never used"
            )}
            {token.expiresAt ? (
              <>
                , ends <DateTime instant={token.expiresAt} timezone={timezone} form="date" />
              </>
            ) : (
              ", never ends"
            )}
          </p>
          <Confirm
            className="mt-2"
            size="s"
            trigger="Revoke"
            title={`Revoke “${token.name}”?`}
            confirmLabel="Revoke the token"
            action={revokeAction}
            values={{ tokenId: token.id }}
          >
            Whatever uses it stops working at once. This cannot be undone.
          </Confirm>
        </li>
      ))}
    </ul>
  );
}

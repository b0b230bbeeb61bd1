import { Button, LinkButton } from "#components/ui/button.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { formatEmail } from "#domain/kernel/email-address.ts";

/** As whom this browser is signed in. A mailed link may be somebody else's, so every page that one opens says so. */
type Person = { name: string; email: string };

type SignOut = (form: FormData) => Promise<void>;

function Named({ who }: { who: Person }) {
  return (
    <>
      <bdi className="font-[540] [overflow-wrap:anywhere]">{who.name}</bdi>{" "}
      <span className="[overflow-wrap:anywhere]">({formatEmail(who.email)})</span>
    </>
  );
}

export type DeadLinkProps = { href: string; label: string; who?: Person; signOut: SignOut };

/** Stands where the form would, when a link no longer works. */
export function DeadLink({ href, label, who, signOut }: DeadLinkProps) {
  return (
    <>
      <h1>This link no longer works</h1>
      <p className="mt-3 text-ink-soft">
        It has been used already, or its time has run out. That is how these links are meant to be: each works once.
      </p>
      {who && (
        <p className="mt-3 text-ink-soft">
          You are signed in as <Named who={who} />. If the link was for another account, sign out first and sign in to
          that one.
        </p>
      )}
      <div className="mt-7 flex flex-wrap gap-3">
        <LinkButton href={href}>{label}</LinkButton>
        {who && <SignOutButton signOut={signOut} variant="quiet" />}
      </div>
    </>
  );
}

/** Stands there when the link works, for somebody else than who is signed in. */
export function OthersLink({ who, signOut }: { who: Person; signOut: SignOut }) {
  return (
    <>
      <h1>This link is for another account</h1>
      <p className="mt-3 text-ink-soft">
        You are signed in as <Named who={who} />. Sign out, and open the link in the mail once more.
      </p>
      <div className="mt-7 flex flex-wrap gap-3">
        <SignOutButton signOut={signOut} variant="primary" />
        <LinkButton href="/account" variant="quiet">
          Go to your account
        </LinkButton>
      </div>
    </>
  );
}

/** Stands above the form of a link that signs its holder in, when somebody else is signed in here. */
export function SignsInInstead({ who, email }: { who: Person | undefined; email: string }) {
  if (!who || who.email === email) return null;
  return (
    <Notice tone="info" className="mt-5">
      You are signed in as <Named who={who} />. This link is for{" "}
      <span className="[overflow-wrap:anywhere]">{formatEmail(email)}</span>, and signs you in there instead.
    </Notice>
  );
}

function SignOutButton({ signOut, variant }: { signOut: SignOut; variant: "primary" | "quiet" }) {
  return (
    <form action={signOut}>
      <Button type="submit" variant={variant}>
        Sign out
      </Button>
    </form>
  );
}

import { formatEmail } from "#domain/kernel/email-address.ts";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getRecentSignIn } from "#app/_auth/recent-sign-in.ts";
import { SitePage } from "#app/_layout/shells.tsx";
import { getPageReadCtx, requireViewer } from "#app/_auth/viewer.ts";
import { ConfirmIdentity, type RecentSignIn } from "#components/account/confirm-identity.tsx";
import { AddressForm } from "#components/account/address-form.tsx";
import { ProfileForm } from "#components/account/profile-form.tsx";
import { PasswordForm } from "#components/account/password-form.tsx";
import { Section } from "#components/account/section.tsx";
import { SessionList } from "#components/account/session-list.tsx";
import { ShownOnce } from "#components/account/shown-once.tsx";
import { TokenForm } from "#components/account/token-form.tsx";
import { TokenList } from "#components/account/token-list.tsx";
import { WayList } from "#components/account/way-list.tsx";
import { StateForm } from "#components/forms/state-form.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { getFeedPath } from "#domain/accounts/calendar-feed.ts";
import { type MyAccount, getMyAccount, listMySessions, listMyTokens } from "#domain/accounts/my-account.ts";
import { listScopes } from "#domain/accounts/list-scopes.ts";
import { SESSION_DAYS } from "#domain/accounts/create-session.ts";
import { isStaff } from "#domain/kernel/actor.ts";
import { DAY_MS, HOUR_MS } from "#domain/kernel/clock.ts";
import type { ReadCtx } from "#domain/kernel/command.ts";
import { listSignInMethods } from "#providers/sign-in-methods.ts";
import { runtime } from "#runtime";
import { connectAction, disconnectAction } from "../auth/actions.ts";
import * as actions from "./actions.ts";

export const metadata: Metadata = { title: "Your account", robots: { index: false } };

type Props = { searchParams: Promise<{ said?: string }> };

const SAID: Record<string, { tone: "ok" | "warn"; words: string }> = {
  connected: { tone: "ok", words: "You can sign in with it from now on." },
  "not-connected": { tone: "warn", words: "That did not work out, so nothing was changed." },
  "way-taken": {
    tone: "warn",
    words: "That account elsewhere opens somebody else's account here. Sign in with it, and take it away there first.",
  },
  "password-dropped": {
    tone: "warn",
    words:
      "You signed in by mail before your address was confirmed, so the password that was set before no longer works. Choose a new one below.",
  },
};

export default async function AccountPage({ searchParams }: Props) {
  const who = await requireViewer("/account");
  const ctx = await getPageReadCtx();
  const [account, sessions, tokens, recent] = await Promise.all([
    getMyAccount(ctx),
    listMySessions(ctx),
    listMyTokens(ctx),
    getRecentSignIn("/account"),
  ]);
  if (!account) notFound();
  const { said = "" } = await searchParams;
  const news = SAID[said];
  const { timezone } = account;
  const ways = listSignInMethods(runtime().config);
  return (
    <SitePage>
      <PageHeader title="Your account" actions={<SignOut />} />
      {news && (
        <Notice tone={news.tone} className="mb-6">
          {news.words}
        </Notice>
      )}
      <Section id="you" title="You" about="How the school writes to you, and when things are for you.">
        <Address account={account} />
        <div className="mb-8">
          <AddressForm
            email={account.email}
            newEmail={account.newEmail && formatEmail(account.newEmail)}
            hasPassword={account.hasPassword}
            action={actions.askNewAddressAction}
            codeAction={actions.mailAddressCodeAction}
          />
        </div>
        <ProfileForm name={account.name} timezone={timezone} action={actions.changeProfileAction} />
      </Section>
      <Section
        id="password"
        title="Password"
        about={
          account.hasPassword
            ? "Changing it signs you out everywhere else and ends your API tokens and calendar link."
            : "You have none: you sign in by mail."
        }
      >
        <PasswordForm
          email={account.email}
          hasPassword={account.hasPassword}
          lengthMin={ctx.rules.passwordLengthMin}
          action={actions.changePasswordAction}
        />
      </Section>
      {(ways.length > 0 || account.ways.length > 0) && (
        <Section id="ways" title="Ways to sign in" about="Accounts elsewhere that open this one.">
          <WayList
            linked={account.ways}
            ways={ways}
            hasPassword={account.hasPassword}
            timezone={timezone}
            recent={recent}
            connectAction={connectAction}
            disconnectAction={disconnectAction}
          />
        </Section>
      )}
      <Section id="devices" title="Devices" about={devicesWords(ctx)}>
        <SessionList
          sessions={sessions}
          currentId={who.sessionId}
          timezone={timezone}
          endAction={actions.endSessionAction}
          endOthersAction={actions.endOtherSessionsAction}
        />
      </Section>
      <Section
        id="calendar"
        title="Calendar"
        about="An address that your calendar can follow: your lessons appear in it by themselves."
      >
        <CalendarFeed account={account} recent={recent} />
      </Section>
      <Section
        id="tokens"
        title="API tokens"
        about="For programs that act as you. Whoever holds one can do what it says."
      >
        {tokens.length > 0 && (
          <div className="mb-8">
            <TokenList tokens={tokens} timezone={timezone} revokeAction={actions.revokeTokenAction} />
          </div>
        )}
        <TokenForm scopes={listScopes(ctx.actor)} recent={recent} action={actions.createTokenAction} />
      </Section>
    </SitePage>
  );
}

/** How long a sign-in lasts, for whoever reads the page. */
function devicesWords({ actor, rules }: ReadCtx): string {
  const { staff, student } = rules.sessionIdleMs;
  if (isStaff(actor)) {
    return `Where you are signed in. A sign-in lasts ${SESSION_DAYS} days, and ends when it is not used for ${staff / HOUR_MS} hours.`;
  }
  const idleDays = student / DAY_MS;
  const unused = idleDays < SESSION_DAYS ? `, and ends when it is not used for ${idleDays}` : "";
  return `Where you are signed in. A sign-in lasts ${SESSION_DAYS} days${unused}.`;
}

function SignOut() {
  return (
    <form action={actions.signOutAction}>
      <Button type="submit" variant="quiet" size="s">
        Sign out
      </Button>
    </form>
  );
}

function Address({ account }: { account: MyAccount }) {
  return (
    <div className="mb-3">
      <p className="text-small font-[540]">E-mail</p>
      <p className="mt-1 flex flex-wrap items-center gap-x-3 gap-y-1">
        <span className="min-w-0 break-all">{formatEmail(account.email)}</span>
        {account.verified ? <Badge tone="ok">Confirmed</Badge> : <Badge tone="warn">Not confirmed</Badge>}
      </p>
      {!account.verified && (
        <StateForm action={actions.mailVerificationAction} className="mt-2 grid gap-2 text-small">
          <SubmitButton variant="link" pendingLabel="One moment" className="justify-self-start">
            Mail me a link to confirm it
          </SubmitButton>
        </StateForm>
      )}
    </div>
  );
}

function CalendarFeed({ account, recent }: { account: MyAccount; recent: RecentSignIn }) {
  const [before = "", after = ""] = getFeedPath("|").split("|");
  return (
    <StateForm action={actions.rotateCalendarKeyAction} ownMessage className="grid gap-4">
      <ShownOnce
        label="The address of your calendar feed"
        before={runtime().config.url + before}
        after={after}
        hint="Add it to your calendar now: it is shown this once. Whoever has it sees your dates, so keep it to yourself."
      />
      <p className="text-small text-ink-soft">
        {account.hasCalendarKey
          ? "You have an address. A new one takes its place, and calendars that follow the old one stop hearing from us."
          : "You have no address yet."}
      </p>
      <ConfirmIdentity {...recent} id="confirm-calendar" />
      <div>
        <SubmitButton variant="quiet" size="s" pendingLabel="One moment">
          {account.hasCalendarKey ? "Create a new calendar link" : "Create calendar link"}
        </SubmitButton>
      </div>
    </StateForm>
  );
}

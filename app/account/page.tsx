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
import { getTranslator } from "#components/messages/get-translator.ts";
import { listLanguages } from "#messages/page-path.ts";
import type { PlainKey } from "#messages/message.ts";

export function generateMetadata(): Metadata {
  const t = getTranslator();
  return { title: t("account.your_account_title"), robots: { index: false } };
}

type Props = { searchParams: Promise<{ said?: string }> };

const SAID: Record<string, { tone: "ok" | "warn"; words: PlainKey }> = {
  connected: { tone: "ok", words: "account.said_connected" },
  "not-connected": { tone: "warn", words: "account.said_not_connected" },
  "way-taken": {
    tone: "warn",
    words: "account.said_way_taken",
  },
  "password-dropped": {
    tone: "warn",
    words: "account.said_password_dropped",
  },
};

export default async function AccountPage({ searchParams }: Props) {
  const t = getTranslator();
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
      <PageHeader title={t("account.your_account_title")} actions={<SignOut />} />
      {news && (
        <Notice tone={news.tone} className="mb-6">
          {t(news.words)}
        </Notice>
      )}
      <Section id="you" title={t("account.you_title")} about={t("account.you_about")}>
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
        <ProfileForm
          name={account.name}
          timezone={timezone}
          certificateName={account.certificateName ?? ""}
          language={account.language}
          languages={listLanguages()}
          action={actions.changeProfileAction}
        />
      </Section>
      <Section
        id="password"
        title={t("account.password_title")}
        about={account.hasPassword ? t("account.password_about") : t("account.no_password_about")}
      >
        <PasswordForm
          email={account.email}
          hasPassword={account.hasPassword}
          lengthMin={ctx.rules.passwordLengthMin}
          action={actions.changePasswordAction}
        />
      </Section>
      {(ways.length > 0 || account.ways.length > 0) && (
        <Section id="ways" title={t("account.ways_to_sign_in_title")} about={t("account.ways_to_sign_in_about")}>
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
      <Section id="devices" title={t("account.devices_title")} about={devicesWords(ctx)}>
        <SessionList
          sessions={sessions}
          currentId={who.sessionId}
          timezone={timezone}
          endAction={actions.endSessionAction}
          endOthersAction={actions.endOtherSessionsAction}
        />
      </Section>
      <Section id="calendar" title={t("account.calendar_title")} about={t("account.calendar_about")}>
        <CalendarFeed account={account} recent={recent} />
      </Section>
      <Section id="credit" title={t("credit.my_title")} about={t("credit.my_lede")}>
        <a className="link" href="/account/credit">
          {t("credit.account_link")}
        </a>
      </Section>
      <Section id="cards" title={t("account.cards_title")} about={t("account.cards_about")}>
        <a className="link" href="/account/cards">
          {t("account.cards_link")}
        </a>
      </Section>
      <Section id="openings" title={t("openings.my_openings_title")} about={t("openings.my_openings_about")}>
        <a className="link" href="/account/openings">
          {t("openings.see_my_openings_link")}
        </a>
      </Section>
      <Section id="tokens" title={t("account.api_tokens_title")} about={t("account.api_tokens_about")}>
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
  const t = getTranslator();
  const { staff, student } = rules.sessionIdleMs;
  if (isStaff(actor)) {
    return t("account.devices_about_staff", { days: SESSION_DAYS, hours: staff / HOUR_MS });
  }
  const idleDays = student / DAY_MS;
  return idleDays < SESSION_DAYS
    ? t("account.devices_about_student", { days: SESSION_DAYS, idleDays })
    : t("account.devices_about", { days: SESSION_DAYS });
}

function SignOut() {
  const t = getTranslator();
  return (
    <form action={actions.signOutAction}>
      <Button type="submit" variant="quiet" size="s">
        {t("account.sign_out_button")}
      </Button>
    </form>
  );
}

function Address({ account }: { account: MyAccount }) {
  const t = getTranslator();
  return (
    <div className="mb-3">
      <p className="text-small font-[540]">{t("account.email")}</p>
      <p className="mt-1 flex flex-wrap items-center gap-x-3 gap-y-1">
        <span className="min-w-0 break-all">{formatEmail(account.email)}</span>
        {account.verified ? (
          <Badge tone="ok">{t("account.confirmed")}</Badge>
        ) : (
          <Badge tone="warn">{t("account.not_confirmed")}</Badge>
        )}
      </p>
      {!account.verified && (
        <StateForm action={actions.mailVerificationAction} className="mt-2 grid gap-2 text-small">
          <SubmitButton variant="link" pendingLabel={t("account.one_moment_pending")} className="justify-self-start">
            {t("account.mail_me_a_link_to_confirm_it_button")}
          </SubmitButton>
        </StateForm>
      )}
    </div>
  );
}

function CalendarFeed({ account, recent }: { account: MyAccount; recent: RecentSignIn }) {
  const t = getTranslator();
  const [before = "", after = ""] = getFeedPath("|").split("|");
  return (
    <StateForm action={actions.rotateCalendarKeyAction} ownMessage className="grid gap-4">
      <ShownOnce
        label={t("account.the_address_of_your_calendar_feed_label")}
        before={runtime().config.url + before}
        after={after}
        hint={t("account.add_it_to_your_calendar_now_it_is_shown_hint")}
      />
      <p className="text-small text-ink-soft">
        {account.hasCalendarKey ? t("account.has_calendar_link") : t("account.has_no_calendar_link")}
      </p>
      <ConfirmIdentity {...recent} id="confirm-calendar" />
      <div>
        <SubmitButton variant="quiet" size="s" pendingLabel={t("account.one_moment_pending")}>
          {account.hasCalendarKey
            ? t("account.create_a_new_calendar_link_button")
            : t("account.create_calendar_link_button")}
        </SubmitButton>
      </div>
    </StateForm>
  );
}

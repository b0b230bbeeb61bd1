import { LanguageSwitch } from "#components/layout/language-switch.tsx";
import { getKeptAddress, listLanguages, pagePath } from "#messages/page-path.ts";
import { getLanguage, getRequest } from "#messages/request-language.ts";
import { changeLanguageAction } from "../language/actions.ts";
import type { ReactNode } from "react";
import { AccountCorner, AccountLink } from "#components/account/account-link.tsx";
import { FocusShell } from "#components/layout/focus-shell.tsx";
import { type SitePaths, SiteShell, type SiteSection } from "#components/layout/site-shell.tsx";
import { type StaffNavGroup, StaffShell } from "#components/layout/staff-shell.tsx";
import { PageMessages } from "#components/messages/page-messages.tsx";
import { toActor, type Viewer } from "#domain/accounts/sessions.ts";
import { isStaff } from "#domain/kernel/actor.ts";
import { type Action, isAllowed } from "#domain/policy.ts";
import { hasContact } from "#domain/settings/has-contact.ts";
import { getSettingsOnce } from "#domain/settings/get-school-settings.ts";
import type { SchoolSettings } from "#domain/settings/inputs.ts";
import { runtime } from "#runtime";
import { signOutAction } from "../account/actions.ts";
import { DoneNotice } from "../_forms/done.tsx";
import { WithoutNextScripts } from "./site-script.tsx";
import { getNavBadges } from "./nav-badges.ts";
import { getViewer } from "../_auth/viewer.ts";
import { getTranslator } from "#components/messages/get-translator.ts";
import type { PlainKey } from "#messages/message.ts";

/** What every page has anyway, from the root layout. */
const NO_AREAS = [] as const;

export type SitePageProps = {
  current?: SiteSection;
  /** The page is the same for everyone and may be kept: no cookie is read, and the browser fills in the account corner. */
  cached?: boolean;
  /** Nothing on the page needs React in the browser, so it is sent without Next's scripts. A page that is `cached` always is. */
  unhydrated?: boolean;
  /** The page's own path, to come back to after signing in. */
  here?: string;
  footerLinks?: { href: string; label: string }[];
  children: ReactNode;
};

/** A public page or a student's. */
export async function SitePage(props: SitePageProps) {
  const { current, cached = false, unhydrated = cached, here, footerLinks = [], children } = props;
  const { school, accent, demo, footerLinks: own } = await schoolFacts();
  const who = cached ? undefined : await getViewer();
  const account = cached ? (
    <AccountCorner account={pagePath("/account")} signIn={pagePath("/sign-in")} />
  ) : (
    <AccountLink viewer={accountOf(who)} here={here} />
  );
  return (
    <PageMessages areas={cached ? NO_AREAS : ["browser_account", "browser_tickets"]}>
      {accent}
      {unhydrated && <WithoutNextScripts />}
      <SiteShell
        school={school}
        demo={demo}
        viewer={who ? { name: who.name } : null}
        current={current}
        account={account}
        paths={sitePaths()}
        languages={<Languages viewer={who} />}
        footerLinks={[...footerLinks, ...own]}
      >
        {children}
        {!cached && <DoneNotice />}
      </SiteShell>
    </PageMessages>
  );
}

export type FocusPageProps = {
  aside?: ReactNode;
  width?: "narrow" | "page";
  /** As on `SitePage`. */
  unhydrated?: boolean;
  children: ReactNode;
};

/** One thing to finish: signing in, paying. */
export async function FocusPage({ unhydrated = false, ...props }: FocusPageProps) {
  const { school, accent, demo } = await schoolFacts();
  return (
    <PageMessages areas={["browser_account"]}>
      {accent}
      {unhydrated && <WithoutNextScripts />}
      <FocusShell school={school} demo={demo} languages={<Languages viewer={await getViewer()} />} {...props}>
        {props.children}
        <DoneNotice />
      </FocusShell>
    </PageMessages>
  );
}

type StaffNavRow = { href: string; label: PlainKey; action: Action };

const STAFF_NAV: StaffNavRow[] = [
  { href: "/admin", label: "layout.nav_today", action: "dashboard.read" },
  { href: "/admin/worklist", label: "layout.nav_worklist", action: "work.list" },
  { href: "/admin/courses", label: "layout.nav_courses", action: "course.list" },
  { href: "/admin/enrolments", label: "layout.nav_enrolments", action: "enrolment.list" },
  { href: "/admin/applications", label: "layout.nav_applications", action: "application.list" },
  { href: "/admin/renewals", label: "layout.nav_renewals", action: "renewal.list" },
  { href: "/admin/certificates", label: "layout.nav_certificates", action: "certificate.list" },
  { href: "/admin/orders", label: "layout.nav_orders", action: "order.list" },
  { href: "/admin/coupons", label: "layout.nav_coupons", action: "coupon.list" },
  { href: "/admin/price-rules", label: "layout.nav_price_rules", action: "price_rule.list" },
  { href: "/admin/invoices", label: "layout.nav_invoices", action: "invoice.list" },
  { href: "/admin/bank", label: "layout.nav_bank", action: "bank.list" },
  { href: "/admin/accounting", label: "layout.nav_accounting", action: "accounting.read" },
  { href: "/admin/payouts", label: "layout.nav_payouts", action: "payout.list" },
  { href: "/admin/reconciliation", label: "reconciliation.nav", action: "reconciliation.list" },
  { href: "/admin/tickets", label: "layout.nav_tickets", action: "ticket.list" },
  { href: "/admin/students", label: "layout.nav_students", action: "student.list" },
  { href: "/admin/usage", label: "layout.nav_usage", action: "usage.list" },
  { href: "/admin/mail", label: "layout.nav_mail", action: "mail.read" },
  { href: "/admin/team", label: "layout.nav_team", action: "team.read" },
  { href: "/admin/settings", label: "layout.nav_settings", action: "settings.read" },
  { href: "/admin/audit", label: "layout.nav_audit_log", action: "audit.read" },
  { href: "/admin/system", label: "layout.nav_system", action: "system.read" },
];

export type StaffPageProps = {
  /** The path of the section that the page lies in, which is marked in the navigation. */
  section: string;
  /** What waits in a section, where the page has counted it anyway. */
  badges?: Record<string, { count: number }>;
  groups?: StaffNavGroup[];
  layout?: "page" | "panes";
  children: ReactNode;
};

/** A page of the office. It shows the parts that the viewer may enter; whether this one is among them the page has asked. */
export async function StaffPage({ section, badges: counted = {}, groups, layout, children }: StaffPageProps) {
  const { school, accent, demo } = await schoolFacts();
  const who = await getViewer();
  const t = getTranslator();
  const badges = { ...(await getNavBadges()), ...counted };
  const items = STAFF_NAV.filter(({ action }) => isAllowed(toActor(who), action)).map(({ href, label }) => ({
    href,
    label: t(label),
    current: href === section,
    ...badges[href],
  }));
  return (
    <PageMessages areas={["browser_account", "browser_admin", "browser_tickets"]}>
      {accent}
      <StaffShell
        school={school}
        demo={demo}
        viewer={who ? { name: who.name } : null}
        items={items}
        groups={groups}
        account={
          <>
            <StaffAccount />
            <Languages viewer={who} />
          </>
        }
        layout={layout}
      >
        {children}
        <DoneNotice />
      </StaffShell>
    </PageMessages>
  );
}

/**
 * The layout of a section of the office: its pages bring what stands inside. Somebody who is not of the team gets no shell, so that a
 * page that is not theirs answers like an address that does not exist.
 */
export function officeLayout(section: string) {
  return async function OfficeLayout({ children }: { children: ReactNode }) {
    return isStaff(toActor(await getViewer())) ? <StaffPage section={section}>{children}</StaffPage> : children;
  };
}

/** Links of the shell in the language of a public page. */
function sitePaths(): SitePaths {
  return {
    home: pagePath("/"),
    courses: pagePath("/courses"),
    learning: pagePath("/learning"),
    help: pagePath("/help"),
    signIn: pagePath("/sign-in"),
    account: pagePath("/account"),
  };
}

/** The page in the school's other languages: at their addresses, or by a choice that is kept for whoever is or may be signed in. */
function Languages({ viewer }: { viewer: Viewer | undefined }) {
  const { path = "/", isKept, address: asked = path } = getRequest() ?? {};
  // A kept page is everybody's: nothing that only its first reader's address had may stay in it.
  const address = isKept ? getKeptAddress(path) : asked;
  const choices = listLanguages().map((each) => ({
    ...each,
    href: `/${each.language}${address === "/" ? "" : address}`,
  }));
  const action = isKept ? "/language/choice" : viewer && changeLanguageAction;
  return <LanguageSwitch current={getLanguage()} choices={choices} {...(action && { action, here: address })} />;
}

function StaffAccount() {
  const t = getTranslator();
  return (
    <div className="flex flex-wrap gap-x-4">
      <a href="/account" className="py-1 hover:text-ink">
        {t("layout.staff_account")}
      </a>
      <a href={pagePath("/courses")} className="py-1 hover:text-ink">
        {t("layout.public_pages")}
      </a>
      <form action={signOutAction}>
        <button type="submit" className="py-1 hover:text-ink">
          {t("layout.staff_sign_out")}
        </button>
      </form>
    </div>
  );
}

async function schoolFacts() {
  const { database, rules } = runtime();
  const settings = await getSettingsOnce(database);
  const logo = settings.logoFileId === null ? undefined : `/files/${settings.logoFileId}`;
  const school = { name: settings.name, mark: badgeOf(settings.name), logo };
  const t = getTranslator();
  const footerLinks = [
    ...(hasContact(settings) ? [{ href: pagePath("/contact"), label: t("layout.contact") }] : []),
    ...(settings.withdrawalDays > 0 ? [{ href: pagePath("/withdraw"), label: t("withdrawals.footer_link") }] : []),
    ...(settings.terms.trim() === "" ? [] : [{ href: pagePath("/terms"), label: t("layout.terms") }]),
  ];
  return { school, footerLinks, demo: rules.demo, accent: <SchoolAccent settings={settings} /> };
}

/** The letter on the square beside the school's name. */
function badgeOf(name: string): string {
  return [...name.trim()][0]?.toLocaleUpperCase(getTranslator().locale) ?? "M";
}

/** The school's own colour, said on the root element by a style sheet of its own: see app/theme. */
function SchoolAccent({ settings }: { settings: SchoolSettings }) {
  const hex = /^#([0-9a-f]{6})$/.exec(settings.accentColor?.toLowerCase() ?? "")?.[1];
  return hex === undefined ? null : <link rel="stylesheet" href={`/theme/${hex}.css`} precedence="school" />;
}

function accountOf(who: Viewer | undefined): { name: string; staff: boolean } | null {
  return who ? { name: who.name, staff: isStaff(toActor(who)) } : null;
}

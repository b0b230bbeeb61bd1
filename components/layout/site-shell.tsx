import type { PlainKey } from "#messages/message.ts";
import type { ReactNode } from "react";
import { Avatar } from "#components/ui/avatar.tsx";
import { cx } from "#components/ui/cx.ts";
import { Icon } from "#components/ui/icon.tsx";
import { Brand, type School } from "./brand.tsx";
import { DemoBanner, SkipLink } from "./shell-parts.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";

export type SiteSection = "courses" | "learning" | "help";

/** Where the links of the shell lead. */
export type SitePaths = Record<SiteSection | "home" | "signIn" | "account", string>;

export type SiteShellProps = {
  school: School;
  demo: boolean;
  viewer: { name: string } | null;
  /** Which part of the site the page belongs to. */
  current?: SiteSection;
  /** Takes the place of the account link: a page that is the same for everyone fills it in the browser. */
  account?: ReactNode;
  paths?: Partial<SitePaths>;
  /** More links for the foot of the page: terms, privacy. */
  /** The page in other languages. */
  languages?: ReactNode;
  footerLinks?: { href: string; label: string }[];
  children: ReactNode;
};

const usualPaths: SitePaths = {
  home: "/",
  courses: "/courses",
  learning: "/learning",
  help: "/help",
  signIn: "/sign-in",
  account: "/account",
};

const sections: { key: SiteSection; label: PlainKey }[] = [
  { key: "courses", label: "layout.courses_label" },
  { key: "learning", label: "layout.my_learning_label" },
  { key: "help", label: "layout.help_label" },
];

/** Public and student pages: the school's name above, room to read, a quiet foot. It holds the page's `<main id="main">`. */
export function SiteShell(props: SiteShellProps) {
  const t = getTranslator();
  const { school, demo, viewer, current, footerLinks = [], languages, children } = props;
  const paths = { ...usualPaths, ...props.paths };
  const account = props.account ?? <AccountLink viewer={viewer} paths={paths} />;
  const links = sections.map(({ key, label }) => (
    <a
      key={key}
      href={paths[key]}
      aria-current={key === current ? "page" : undefined}
      className={cx("py-2 hover:text-ink", key === current ? "font-[560] text-ink" : "text-ink-soft")}
    >
      {t(label)}
    </a>
  ));
  return (
    // A message of what was done stands under the banner, and under the demo's line above that. Below the foot of the page is room
    // for a bar that a phone has at the bottom of its screen.
    <div
      className={cx(
        "isolate flex min-h-dvh flex-col max-lg:has-data-fixed-bar:pb-[calc(5rem+env(safe-area-inset-bottom))]",
        demo ? "[--said-at:6.5rem]" : "[--said-at:4.5rem]",
      )}
    >
      <SkipLink />
      {demo && <DemoBanner />}
      <header className="relative z-20 border-b border-rule bg-paper print:hidden">
        <div className="wrap flex h-16 items-center gap-3 sm:gap-7">
          <Brand school={school} href={paths.home} />
          <nav aria-label={t("layout.main_label")} className="hidden gap-[22px] whitespace-nowrap text-small sm:flex">
            {links}
          </nav>
          <div className="ms-auto flex-none text-small">{account}</div>
          <PhoneMenu>{links}</PhoneMenu>
        </div>
      </header>
      <main id="main" tabIndex={-1} className="wrap flex-1 pb-16 pt-7 sm:pb-20 sm:pt-11">
        {children}
      </main>
      <footer className="border-t border-rule print:hidden">
        <div className="wrap flex flex-wrap items-center gap-x-6 gap-y-2 py-6 text-tiny text-ink-faint">
          <span className="flex-1">{school.name}</span>
          {languages}
          {footerLinks.map((link) => (
            <a key={link.href} href={link.href} className="py-1 hover:text-ink">
              {link.label}
            </a>
          ))}
        </div>
      </footer>
    </div>
  );
}

function AccountLink({ viewer, paths }: { viewer: { name: string } | null; paths: SitePaths }) {
  const t = getTranslator();
  if (!viewer) {
    return (
      <a href={paths.signIn} className="py-2 text-ink-soft hover:text-ink">
        {t("layout.sign_in")}
      </a>
    );
  }
  return (
    <a href={paths.account} className="flex items-center gap-2 text-ink-soft hover:text-ink">
      <Avatar name={viewer.name} size="s" />
      <span className="max-w-40 truncate max-sm:sr-only" title={viewer.name}>
        {viewer.name}
      </span>
    </a>
  );
}

/** The same links on a phone, folded under the header. */
function PhoneMenu({ children }: { children: ReactNode }) {
  const t = getTranslator();
  return (
    <details data-menu className="flex-none sm:hidden">
      <summary className="-me-2.5 grid size-11 list-none place-items-center rounded-sm">
        <Icon name="menu" size={22} />
        <span className="sr-only">{t("layout.menu")}</span>
      </summary>
      <nav
        aria-label={t("layout.main_label")}
        className="absolute inset-x-0 top-full grid border-b border-rule bg-paper px-5 pb-3 pt-1 text-base shadow-card"
      >
        {children}
      </nav>
    </details>
  );
}

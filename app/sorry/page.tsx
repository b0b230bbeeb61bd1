import type { Metadata } from "next";
import { LinkButton } from "#components/ui/button.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { SitePage } from "#app/_layout/shells.tsx";
import { getOwnPath } from "#app/_http/error-path.ts";
import { getProxyReasons } from "#ops/health/proxy-watch.ts";
import { isId } from "#domain/kernel/ids.ts";
import { getTranslator } from "#components/messages/get-translator.ts";
import { loadCatalogue, SOURCE_LANGUAGE } from "#messages/catalogue.ts";
import type { Message, PlainKey } from "#messages/message.ts";
import { REFUSALS, getRefusalMessage, type RefusalCode } from "#domain/kernel/refusal.ts";

export function generateMetadata(): Metadata {
  const t = getTranslator();
  return { title: t("sorry.that_did_not_work_title"), robots: { index: false } };
}

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

/** Where a form leads that was refused and has no place of its own to say so; works without a script. */
export default async function SorryPage({ searchParams }: Props) {
  const t = getTranslator();
  const { why, say, number, back } = await searchParams;
  const said = isCode(why) ? getSaid(one(say)) : undefined;
  const words = said
    ? t.format(said)
    : isCode(why)
      ? `${t.format(getRefusalMessage(why))}${why === "origin_refused" ? mendOfAddress() : ""}`
      : t("sorry.broken");
  return (
    <SitePage cached>
      <div className="py-8 sm:py-12">
        <PageHeader title={t("sorry.that_did_not_work_title")} lede={words} />
        <div className="flex flex-wrap gap-3">
          <LinkButton href={getOwnPath(one(back)) ?? "/courses"}>{t("sorry.go_back_button")}</LinkButton>
          <LinkButton href="/help/new" variant="quiet">
            {t("sorry.ask_us_button")}
          </LinkButton>
        </div>
        {isId("request", one(number) ?? "") && (
          <p className="mt-8 text-small text-ink-faint">
            {t.rich("sorry.quote_this_number", {
              number,
              num: (children) => <span className="num break-all select-all">{children}</span>,
            })}
          </p>
        )}
      </div>
    </SitePage>
  );
}

/** The settings are wrong, or the proxy is: what requests have shown of it. */
function mendOfAddress(): string {
  const found = getProxyReasons().find(({ code }) => code === "proxy_url");
  const t = getTranslator();
  return found ? ` ${t.format(found.words)} ${t.format(found.mend)}` : "";
}

/** A sentence of a refusal that the address names; none that takes values, so that nobody writes into the school's words. */
function getSaid(key: string | undefined): Message | undefined {
  if (key === undefined || !/^refusals\.[a-z_]+$/.test(key)) return undefined;
  const text = loadCatalogue().get(SOURCE_LANGUAGE)?.get(key);
  return text === undefined || text.includes("{") ? undefined : { key: key as PlainKey };
}

const one = (value: string | string[] | undefined) => (typeof value === "string" ? value : undefined);

function isCode(why: string | string[] | undefined): why is RefusalCode {
  return typeof why === "string" && Object.hasOwn(REFUSALS, why);
}

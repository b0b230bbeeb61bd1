import type { PlainKey } from "#messages/message.ts";
import { Icon, type IconName } from "#components/ui/icon.tsx";
import type { MaterialEntry } from "#domain/learning/get-course-inside.ts";
import { writtenIn } from "#components/ui/written-in.ts";
import { getTranslator } from "#components/messages/get-translator.ts";

const ICONS: Record<MaterialEntry["kind"], IconName> = { text: "document", link: "link", file: "download" };
const KINDS: Record<MaterialEntry["kind"], PlainKey> = {
  text: "learning.kinds_text",
  link: "learning.kinds_link",
  file: "learning.kinds_file",
};

/** `language` is that in which the course is written. */
export type MaterialsProps = { slug: string; materials: MaterialEntry[]; language: string };

/** What there is to read, follow and fetch, in the teacher's order. */
export function Materials({ slug, materials, language }: MaterialsProps) {
  const t = getTranslator();
  return (
    <section aria-labelledby="materials">
      <h2 id="materials" className="mb-3.5">
        {t("learning.materials_heading")}
      </h2>
      {materials.length === 0 ? (
        <p className="border-t border-rule py-4 text-small text-ink-soft">{t("learning.nothing_yet")}</p>
      ) : (
        <ol className="border-t border-rule">
          {materials.map(({ id, title, kind, opened }) => (
            <li key={id} className="border-b border-rule">
              <a
                href={`/learning/${slug}/${id}`}
                className="-mx-3 flex items-start gap-3 rounded-md px-3 py-3.5 hover:bg-sunken"
              >
                <Icon name={ICONS[kind]} className="mt-[3px] text-ink-faint" />
                <span className="min-w-0 flex-1">
                  <span className="font-[560] [overflow-wrap:anywhere]" {...writtenIn(language)}>
                    {title}
                  </span>
                  <span className="block text-tiny text-ink-faint">{t(KINDS[kind])}</span>
                </span>
                {opened && (
                  <span className="mt-[3px] flex items-center gap-1 text-tiny text-ink-faint">
                    <Icon name="check" size={14} /> {t("learning.opened")}
                  </span>
                )}
              </a>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}

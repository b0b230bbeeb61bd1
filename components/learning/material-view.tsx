import { Breadcrumbs } from "#components/ui/breadcrumbs.tsx";
import { LinkButton } from "#components/ui/button.tsx";
import { formatFileSize } from "#components/ui/file-size.ts";
import { Icon } from "#components/ui/icon.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { Prose } from "#components/ui/prose.tsx";
import type { MaterialPage } from "#domain/learning/get-material-page.ts";
import { writtenIn } from "#components/ui/written-in.ts";
import { getTranslator } from "#components/messages/get-translator.ts";

/** A material as a page. */
export function MaterialView({ material }: { material: MaterialPage }) {
  const t = getTranslator();
  const { slug, title, courseTitle, titleLanguage, language, position, total } = material;
  return (
    <article>
      <PageHeader
        title={<span {...writtenIn(language)}>{title}</span>}
        above={
          <Breadcrumbs
            crumbs={[
              { label: t("learning.my_learning_label"), href: "/learning" },
              { label: courseTitle, href: `/learning/${slug}`, language: titleLanguage },
              { label: title, language },
            ]}
          />
        }
      />
      <div className="max-w-[68ch]" dir="auto">
        <Body material={material} />
      </div>
      <nav
        aria-label={t("learning.materials_label")}
        className="mt-12 max-w-[68ch] border-t border-rule pt-5 print:hidden"
      >
        <p className="num text-tiny text-ink-faint">{t("learning.position_of_total", { position, total })}</p>
        <div className="mt-2 flex flex-wrap justify-between gap-x-8 gap-y-3">
          <Neighbour slug={slug} to={material.previous} back />
          <Neighbour slug={slug} to={material.next} />
        </div>
      </nav>
    </article>
  );
}

function Body({ material: { kind, html, language, url, file } }: { material: MaterialPage }) {
  const t = getTranslator();
  if (kind === "text")
    return (
      <div {...writtenIn(language)}>
        <Prose html={html} />
      </div>
    );
  if (kind === "link") {
    return (
      <>
        <p className="mb-4 text-small text-ink-soft [overflow-wrap:anywhere]">{url}</p>
        <LinkButton href={url} rel="noopener">
          {t("learning.open_the_link_button")}
        </LinkButton>
      </>
    );
  }
  if (!file) return <p className="text-ink-soft">{t("learning.the_file_is_gone")}</p>;
  return (
    <>
      <p className="mb-4 text-small text-ink-soft [overflow-wrap:anywhere]">
        {file.name}, {formatFileSize(file.sizeBytes)}
      </p>
      <LinkButton href={`/files/${file.id}`} download={file.name}>
        <Icon name="download" /> {t("learning.download_button")}
      </LinkButton>
    </>
  );
}

type NeighbourProps = { slug: string; to: { id: string; title: string } | null; back?: boolean };

function Neighbour({ slug, to, back = false }: NeighbourProps) {
  if (!to) return <span />;
  return (
    <a href={`/learning/${slug}/${to.id}`} className="link inline-flex min-w-0 items-center gap-1.5">
      {back && <Icon name="chevron-left" size={16} />}
      <span className="[overflow-wrap:anywhere]" dir="auto">
        {to.title}
      </span>
      {!back && <Icon name="chevron-right" size={16} />}
    </a>
  );
}

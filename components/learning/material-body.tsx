import { LinkButton } from "#components/ui/button.tsx";
import { formatFileSize } from "#components/ui/file-size.ts";
import { Icon } from "#components/ui/icon.tsx";
import { Prose } from "#components/ui/prose.tsx";
import type { MaterialContent } from "#domain/learning/get-material-page.ts";
import type { Player } from "#domain/learning/get-player.ts";
import { writtenIn } from "#components/ui/written-in.ts";
import { getTranslator } from "#components/messages/get-translator.ts";

export type MaterialBodyProps = {
  material: MaterialContent;
  /** The page's own address: it is asked for again with `?play=1` by whoever wants to play what another server has. */
  at: string;
  isPlaying: boolean;
};

/** A text to read, a link to follow, a file to fetch, a film or a recording to play. */
export function MaterialBody({ material, at, isPlaying }: MaterialBodyProps) {
  const t = getTranslator();
  const { kind, html, language, url, file, player, title } = material;
  if (kind === "text") {
    return (
      <div {...writtenIn(language)}>
        <Prose html={html} />
      </div>
    );
  }
  if (kind === "link") {
    return (
      <>
        {player && <Elsewhere player={player} title={title} at={at} isPlaying={isPlaying} />}
        <p className="mb-4 text-small text-ink-soft [overflow-wrap:anywhere]">{url}</p>
        <LinkButton href={url} rel="noopener" {...(player ? { variant: "quiet" as const } : {})}>
          {t("learning.open_the_link_button")}
        </LinkButton>
      </>
    );
  }
  if (!file) return <p className="text-ink-soft">{t("learning.the_file_is_gone")}</p>;
  return (
    <>
      {player && <Play player={player} title={title} />}
      <p className="mb-4 text-small text-ink-soft [overflow-wrap:anywhere]">
        {file.name}, {formatFileSize(file.sizeBytes)}
      </p>
      <LinkButton href={`/files/${file.id}`} download={file.name} {...(player ? { variant: "quiet" as const } : {})}>
        <Icon name="download" /> {t("learning.download_button")}
      </LinkButton>
    </>
  );
}

type ElsewhereProps = { player: Player; title: string; at: string; isPlaying: boolean };

/** Until somebody asks for it, the page holds nothing of the other server, and its policy would not let it. */
function Elsewhere({ player, title, at, isPlaying }: ElsewhereProps) {
  const t = getTranslator();
  if (isPlaying) return <Play player={player} title={title} />;
  return (
    <div className="mb-6 grid justify-items-start gap-3 rounded-md border border-rule bg-sunken p-5">
      <p className="text-small text-ink-soft [overflow-wrap:anywhere]">
        {t("learning.play_asks_host", { host: player.host ?? "" })}
      </p>
      <LinkButton href={`${at}?play=1`} rel="nofollow">
        <Icon name="play" /> {t("learning.play_button")}
      </LinkButton>
    </div>
  );
}

function Play({ player, title }: { player: Player; title: string }) {
  const t = getTranslator();
  const label = player.host === null ? title : t("learning.player_label", { title, host: player.host });
  if (player.kind === "frame") {
    return (
      <iframe
        src={player.src}
        title={label}
        // Only from whose site it comes, and not which page: without that some players refuse.
        referrerPolicy="strict-origin"
        allow="fullscreen"
        allowFullScreen
        className="mb-6 aspect-video w-full rounded-md border border-rule bg-sunken"
      />
    );
  }
  const { src } = player;
  return player.kind === "video" ? (
    // biome-ignore lint/a11y/useMediaCaption: What the school uploads has captions in it, or has none.
    <video controls preload="metadata" src={src} aria-label={label} className="mb-6 max-h-[70vh] w-full rounded-md" />
  ) : (
    // biome-ignore lint/a11y/useMediaCaption: As above.
    <audio controls preload="metadata" src={src} aria-label={label} className="mb-6 w-full" />
  );
}

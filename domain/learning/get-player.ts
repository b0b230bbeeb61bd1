/** Whose players a page may show, and nobody else's: the page's policy names these hosts. */
export const PLAYER_ORIGINS = [
  "https://www.youtube-nocookie.com",
  "https://player.vimeo.com",
  "https://w.soundcloud.com",
] as const;

/** A film or a recording that plays on a page. `host` is another server, which is asked for nothing until somebody wants to play it. */
export type Player =
  | { kind: "video" | "audio"; src: string; host: string | null }
  | { kind: "frame"; src: string; host: string };

type Playable = { url: string; file: { id: string; mediaType: string } | null };

/** How a material plays on its page; undefined for what is only followed or fetched. */
export function getPlayer({ url, file }: Playable): Player | undefined {
  if (file) {
    const [type] = file.mediaType.split("/");
    return type === "video" || type === "audio" ? { kind: type, src: `/files/${file.id}`, host: null } : undefined;
  }
  if (!URL.canParse(url)) return undefined;
  const address = new URL(url);
  // Another port or a user's name would be another server than the one that is named to the reader.
  if (address.protocol !== "https:" || address.port !== "" || address.username !== "" || address.password !== "") {
    return undefined;
  }
  const frame = getFrame(address);
  if (frame) return { kind: "frame", src: frame, host: new URL(frame).host };
  const [, extension = ""] = /\.(\w{2,5})$/.exec(address.pathname) ?? [];
  const kind = EXTENSIONS[extension.toLowerCase()];
  return kind && { kind, src: address.href, host: address.host };
}

const EXTENSIONS: Readonly<Record<string, "video" | "audio" | undefined>> = Object.assign(
  Object.create(null) as Record<string, "video" | "audio" | undefined>,
  {
    ...{ mp4: "video", m4v: "video", webm: "video", ogv: "video" },
    ...{ mp3: "audio", m4a: "audio", ogg: "audio", oga: "audio", opus: "audio", wav: "audio", flac: "audio" },
  } as const,
);

function getFrame(address: URL): string | undefined {
  const host = address.hostname.replace(/^(www|m)\./, "");
  const path = address.pathname.split("/").filter(Boolean);
  if (host === "youtube.com" || host === "youtube-nocookie.com" || host === "youtu.be")
    return getYouTube(host, address, path);
  if (host === "vimeo.com" || host === "player.vimeo.com") return getVimeo(address, path);
  if (host === "soundcloud.com" && path.length >= 2) {
    const track = `https://soundcloud.com/${path.join("/")}`;
    return `${PLAYER_ORIGINS[2]}/player/?url=${encodeURIComponent(track)}`;
  }
  return undefined;
}

/** The host that sets no cookies before something plays. A time to start at is kept. */
function getYouTube(host: string, address: URL, path: string[]): string | undefined {
  const { searchParams } = address;
  const inPath = ["embed", "shorts", "live", "v"].includes(path[0] ?? "") ? path[1] : undefined;
  const id = host === "youtu.be" ? path[0] : path[0] === "watch" ? searchParams.get("v") : inPath;
  if (!id || !/^[\w-]{11}$/.test(id)) return undefined;
  const start = getSeconds(searchParams.get("t") ?? searchParams.get("start") ?? "");
  return `${PLAYER_ORIGINS[0]}/embed/${id}${start > 0 ? `?start=${start}` : ""}`;
}

/** `90`, `90s`, `1m30s`, `1h2m3s`. */
function getSeconds(text: string): number {
  const [, h = 0, m = 0, s = 0] = /^(?:(\d{1,2})h)?(?:(\d{1,4})m)?(?:(\d{1,6})s?)?$/.exec(text) ?? [];
  return Number(h) * 3600 + Number(m) * 60 + Number(s);
}

/** `dnt=1` asks the host not to follow who watches. A film that is not listed has a second part of its address, which it needs. */
function getVimeo(address: URL, path: string[]): string | undefined {
  const parts = path[0] === "video" ? path.slice(1) : path;
  const at = parts.findIndex((part) => /^\d{6,12}$/.test(part));
  if (at < 0) return undefined;
  const hash = parts[at + 1] ?? address.searchParams.get("h") ?? "";
  return `${PLAYER_ORIGINS[1]}/video/${parts[at]}?dnt=1${/^[0-9a-f]{6,20}$/.test(hash) ? `&h=${hash}` : ""}`;
}

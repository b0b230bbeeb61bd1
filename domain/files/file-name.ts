const CHARACTERS_MAX = 255;

/**
 * A name that is safe to show, to store and to put in a header: no folders, no control or direction characters (which make
 * `gpj.exe` read as `exe.jpg`), no spaces or dots at the ends, at most 255 characters with the ending kept.
 */
export function cleanFileName(name: string): string {
  const last = name.normalize("NFC").split(/[\\/]/).at(-1) ?? "";
  const clean = last
    .replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cn}"<>|:*?]/gu, "")
    .replace(/\s+/g, " ")
    .replace(/^[\s.]+|[\s.]+$/g, "");
  if (clean === "") return "file";
  if (clean.length <= CHARACTERS_MAX) return clean;
  const ending = /\.[^.]{1,10}$/.exec(clean)?.[0] ?? "";
  return [...clean.slice(0, CHARACTERS_MAX - ending.length)].join("").replace(/[\ud800-\udbff]$/, "") + ending;
}

/** The header that says how a file is called (RFC 6266): plain letters for old readers, everything for the others. */
export function formatContentDisposition(kind: "inline" | "attachment", name: string): string {
  const plain = name.replace(/[^\x20-\x7e]|["\\%]/g, "_");
  const whole = encodeURIComponent(name).replace(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`);
  return `${kind}; filename="${plain}"; filename*=UTF-8''${whole}`;
}

const CHARACTERS_MAX = 255;

/** What a browser makes of the signs that would end a name in a form (HTML, multipart/form-data). */
const FORM_ESCAPES: Record<string, string> = { "%22": '"', "%0A": "\n", "%0D": "\r" };

/**
 * A name that is safe to show, to store and to put in a header: no folders, no control or direction characters (which make
 * `gpj.exe` read as `exe.jpg`), no spaces or dots at the ends, at most 255 characters with the ending kept. Double quotes,
 * which no name may hold on Windows, become single ones.
 */
export function cleanFileName(name: string): string {
  const written = name.replace(/%(?:22|0A|0D)/gi, (escape) => FORM_ESCAPES[escape.toUpperCase()] ?? escape);
  const last = written.toWellFormed().normalize("NFC").split(/[\\/]/).at(-1) ?? "";
  const clean = last
    .replaceAll('"', "'")
    .replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cn}\ufffd<>|:*?]/gu, "")
    .replace(/\s+/g, " ")
    .replace(/^[\s.]+|[\s.]+$/g, "");
  if (clean === "") return "file";
  // Names of devices, with which Windows saves nothing, whatever their ending.
  if (/^(?:con|prn|aux|nul|(?:com|lpt)\d)(?:\.|$)/i.test(clean)) return cleanFileName(`_${clean}`);
  if (clean.length <= CHARACTERS_MAX) return clean;
  const ending = /\.[^.]{1,10}$/.exec(clean)?.[0] ?? "";
  return [...clean.slice(0, CHARACTERS_MAX - ending.length)].join("").replace(/[\ud800-\udbff]$/, "") + ending;
}

/**
 * The header that says how a file is called (RFC 6266): plain letters for old readers, everything for the others (RFC 8187). Signs
 * that some readers take for the start of something else (`"`, `\`, `%`) stand in the second form only.
 */
export function formatContentDisposition(kind: "inline" | "attachment", name: string): string {
  const known = name.toWellFormed();
  const plain = known.replace(/[^\x20-\x7e]|["\\%]/gu, "_");
  const whole = encodeURIComponent(known).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `${kind}; filename="${plain}"; filename*=UTF-8''${whole}`;
}

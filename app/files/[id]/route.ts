import { getPageReadCtx } from "#app/_auth/viewer.ts";
import { type FileView, getFile } from "#domain/files/get-file.ts";
import { formatContentDisposition } from "#domain/files/file-name.ts";
import { fixFileExtension } from "#domain/files/fix-file-extension.ts";
import { isShownInline } from "#domain/files/media-types.ts";
import { formatETag, isSameFile, readRange } from "#domain/files/read-range.ts";
import { log } from "#providers/log.ts";
import { runtime } from "#runtime";
import { getTranslator } from "#components/messages/get-translator.ts";

/** The bytes of a file, to those who may read it. Unknown ids and other people's files answer the same. */
export async function GET(request: Request, { params }: RouteContext<"/files/[id]">): Promise<Response> {
  const file = await getFile(await getPageReadCtx(), (await params).id);
  if (!file) return notFound();
  const isSame = isSameFile(request.headers.get("if-range"), file.sha256);
  const range = isSame ? readRange(request.headers.get("range"), file.sizeBytes) : undefined;
  if (range === "unsatisfiable") {
    return new Response(null, { status: 416, headers: { "Content-Range": `bytes */${file.sizeBytes}` } });
  }
  const bytes = await runtime().files.read(file.sha256, range);
  if (!bytes) {
    log().error({ fileId: file.id }, "the content of a file is missing");
    return notFound();
  }
  return new Response(bytes, {
    status: range ? 206 : 200,
    headers: {
      ...headersOf(file),
      "Content-Length": String(range ? range.end - range.start + 1 : file.sizeBytes),
      ...(range ? { "Content-Range": `bytes ${range.start}-${range.end}/${file.sizeBytes}` } : {}),
    },
  });
}

/** Whatever somebody uploaded, it runs nothing here: no scripts, no guessing of its type, nothing fetched from it. */
function headersOf(file: FileView): Record<string, string> {
  return {
    "Content-Type": /^text\/\w+$/.test(file.mediaType) ? `${file.mediaType}; charset=utf-8` : file.mediaType,
    // What was kept before names were made to fit gets one here.
    "Content-Disposition": formatContentDisposition(
      isShownInline(file.mediaType) ? "inline" : "attachment",
      fixFileExtension(file.name, file.mediaType),
    ),
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    // An id always means the same bytes, so what is public may be kept; what is not is kept nowhere.
    "Cache-Control": file.isPublic ? "public, max-age=31536000, immutable" : "private, no-store",
    "Accept-Ranges": "bytes",
    ETag: formatETag(file.sha256),
  };
}

const notFound = () =>
  new Response(getTranslator()("layout.nothing_here"), {
    status: 404,
    headers: { "Content-Type": "text/plain; charset=utf-8", "Cache-Control": "private, no-store" },
  });

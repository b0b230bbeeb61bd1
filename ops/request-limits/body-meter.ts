import { ActionFields } from "./action-fields.ts";
import type { BodyLimits } from "./body-limits.ts";

/** Why a body is not taken: too much of it, or not in the format that it says it has. */
export type BodyRejection = "too_large" | "malformed";

/** Looks at a body piece by piece. What it answers is final: nothing more need be read. */
export type BodyMeter = {
  /** Takes the next piece. */
  add(piece: Buffer): BodyRejection | undefined;
  /** The body has ended. */
  end(): BodyRejection | undefined;
};

/** The lines before the content of one part; browsers send about 150 bytes, and the name of a file has at most 255 characters. */
const PART_HEADER_BYTES_MAX = 2_048;
/** RFC 2046, 5.1.1: at most 70 characters, none of which needs care in a pattern. */
const BOUNDARY = /^[\w'()+,\-./:=? ]{1,70}$/;
/** How many files come in one form, with room for several file fields. */
const FILES_MAX = 20;

/**
 * The meter for a body of this type; `malformed` when the type itself makes no sense. `isAction`: the request names a server
 * action in its header, as Next's script does. Our forms send one nothing but form data.
 */
export function createBodyMeter(
  contentType: string | undefined,
  limits: BodyLimits,
  isAction = false,
): BodyMeter | "malformed" {
  const type = (contentType ?? "").split(";", 1)[0]?.trim().toLowerCase();
  if (type?.startsWith("multipart/")) {
    const boundary = parseBoundary(contentType ?? "");
    return boundary === undefined ? "malformed" : new MultipartMeter(boundary, limits, new ActionFields(isAction));
  }
  return isAction ? "malformed" : new PlainMeter(limits, type === "application/x-www-form-urlencoded");
}

/** The boundary of a multipart body. Undefined where there is none, or several between which two readers could choose. */
export function parseBoundary(contentType: string): string | undefined {
  const found = [...contentType.matchAll(/;\s*boundary\s*=\s*(?:"([^"]*)"|([^\s;"]*))/gi)];
  const [only] = found;
  const boundary = only?.[1] ?? only?.[2] ?? "";
  return found.length === 1 && BOUNDARY.test(boundary) ? boundary : undefined;
}

/** Counts bytes and, in a form's ordinary format, the `&` between fields. */
class PlainMeter implements BodyMeter {
  #bytes = 0;
  #fields = 1;
  readonly #limits: BodyLimits;
  readonly #isForm: boolean;

  constructor(limits: BodyLimits, isForm: boolean) {
    this.#limits = limits;
    this.#isForm = isForm;
  }

  add(piece: Buffer): BodyRejection | undefined {
    this.#bytes += piece.length;
    if (this.#bytes > this.#limits.textBytesMax) return "too_large";
    if (!this.#isForm) return undefined;
    for (let at = piece.indexOf("&"); at !== -1; at = piece.indexOf("&", at + 1)) {
      this.#fields += 1;
      if (this.#fields > this.#limits.fieldsMax) return "too_large";
    }
    return undefined;
  }

  end(): BodyRejection | undefined {
    return undefined;
  }
}

/**
 * Counts the parts of a multipart body (RFC 7578) and the bytes of those that are no files. It finds at least as many parts as
 * any parser will, because it takes every appearance of the boundary for one, so a parser never has more to do than was counted.
 */
class MultipartMeter implements BodyMeter {
  readonly #limits: BodyLimits;
  readonly #delimiter: Buffer;
  /** What may still be the beginning of a delimiter or belongs to the header of a part. */
  #rest: Buffer = Buffer.alloc(0);
  #isInHeader = false;
  #isFile = false;
  #isClosed = false;
  #bytes = 0;
  #fileBytes = 0;
  #parts = 0;
  #files = 0;
  readonly #action: ActionFields;
  /** The field of an action that is being read, and what has come of it. */
  #field: { name: string; pieces: Buffer[] } | undefined;

  constructor(boundary: string, limits: BodyLimits, action: ActionFields) {
    this.#limits = limits;
    this.#action = action;
    this.#delimiter = Buffer.from(`--${boundary}`, "latin1");
  }

  add(piece: Buffer): BodyRejection | undefined {
    this.#bytes += piece.length;
    if (this.#bytes > this.#limits.bytesMax) return "too_large";
    const read = this.#rest.length > 0 ? Buffer.concat([this.#rest, piece]) : piece;
    let at = 0;
    while (true) {
      const next = this.#isInHeader ? this.#readHeader(read, at) : this.#readContent(read, at);
      if (typeof next === "string") return next;
      if (next === undefined) break;
      at = next;
    }
    // Held as a copy, because the piece belongs to whoever reads the body.
    return this.#bytes - this.#fileBytes > this.#limits.textBytesMax ? "too_large" : undefined;
  }

  end(): BodyRejection | undefined {
    return this.#isClosed && this.#action.end() ? undefined : "malformed";
  }

  /** Where the next part's header begins; undefined when more must come first. */
  #readContent(read: Buffer, from: number): number | BodyRejection | undefined {
    const found = read.indexOf(this.#delimiter, from);
    const end = found === -1 ? Math.max(from, read.length - this.#delimiter.length + 1) : found;
    if (this.#isFile) this.#fileBytes += end - from;
    this.#field?.pieces.push(Buffer.from(read.subarray(from, end)));
    if (found !== -1 && !this.#endField()) return "malformed";
    if (found === -1) {
      this.#rest = Buffer.from(read.subarray(end));
      return undefined;
    }
    this.#isInHeader = true;
    return found + this.#delimiter.length;
  }

  /** Where the part's content begins. `--` after the boundary closes the body, and what follows belongs to nobody. */
  #readHeader(read: Buffer, from: number): number | BodyRejection | undefined {
    const isShort = read.length - from < 2;
    if (!isShort && read.toString("latin1", from, from + 2) === "--") {
      this.#isClosed = true;
      return this.#beginContent(from + 2, false);
    }
    const end = isShort ? -1 : read.indexOf("\r\n\r\n", from);
    if ((end === -1 ? read.length : end) - from > PART_HEADER_BYTES_MAX) return "malformed";
    if (end === -1) {
      this.#rest = Buffer.from(read.subarray(from));
      return undefined;
    }
    const disposition = dispositionOf(read.toString("utf8", from, end));
    const isFile = saysFile(disposition);
    const name = nameOf(disposition);
    if (name !== undefined && this.#action.isWanted(name)) this.#field = { name, pieces: [] };
    this.#parts += 1;
    if (isFile) this.#files += 1;
    if (this.#parts > this.#limits.fieldsMax || this.#files > FILES_MAX) return "too_large";
    return this.#beginContent(end + 4, isFile);
  }

  /** Whether the action's field that ends here is one that our forms send. The line break belongs to the boundary. */
  #endField(): boolean {
    const field = this.#field;
    this.#field = undefined;
    if (!field) return true;
    const content = Buffer.concat(field.pieces);
    const end = content.subarray(-2).toString("latin1") === "\r\n" ? content.length - 2 : content.length;
    return this.#action.add(field.name, content.subarray(0, end));
  }

  #beginContent(at: number, isFile: boolean): number {
    this.#isInHeader = false;
    this.#isFile = isFile && this.#limits.bytesMax > this.#limits.textBytesMax;
    this.#rest = Buffer.alloc(0);
    return at;
  }
}

/** The line of a part's header that says what it is called. */
function dispositionOf(header: string): string {
  const line = header.split("\r\n").find((each) => /^content-disposition\s*:/i.test(each));
  return line ?? "";
}

/** Whether a part says that it is a file. What stands in quotes is a name and says nothing. */
function saysFile(disposition: string): boolean {
  let outside = "";
  let isQuoted = false;
  for (let at = 0; at < disposition.length; at++) {
    const sign = disposition[at] ?? "";
    if (isQuoted && sign === "\\") at += 1;
    else if (sign === '"') isQuoted = !isQuoted;
    else if (!isQuoted) outside += sign;
  }
  return /;\s*filename\*?\s*=/i.test(outside);
}

/** A part's name, in the quotes that browsers put round it or without. */
const nameOf = (disposition: string) => {
  const found = /;\s*name\s*=\s*(?:"([^"]{0,100})"|([^\s;"]{1,100}))/i.exec(disposition);
  return found?.[1] ?? found?.[2];
};

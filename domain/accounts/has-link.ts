/** The start of an address: `https://`, `//evil.example`, `www.`. Nobody is called so. */
const START = /:\/\/|^\/\/|\s\/\/|(?<![\p{L}\p{N}])www\./iu;
/** A domain with something behind it: `evil.example/win`, also with the number of a port. */
const DOMAIN_AND_PATH = /[\p{L}\p{N}]\.\p{L}{2,}(?::\d+)?[/\\]/u;
/**
 * Domains that mail programs turn into links as they stand; of those only endings that no title or initial is written with. Who signs in
 * with another service that knows no name of theirs is called by their address.
 */
const KNOWN_DOMAIN =
  /(?<!@[\p{L}\p{N}.-]*)[\p{L}\p{N}]\.(?:com|net|org|info|biz|xyz|online|site|shop)(?![\p{L}\p{N}])/iu;

/**
 * Whether a name carries a link. What people type as their name stands in mails of the school, and whoever types somebody else's address with
 * such a name would have the school send their advertisement. Letters of full width count as plain ones. A company may be called after its
 * domain (`Booking.com AG`): `isCompany` lets that stand.
 */
export function hasLink(name: string, { isCompany = false }: { isCompany?: boolean } = {}): boolean {
  const plain = name.normalize("NFKC");
  return START.test(plain) || DOMAIN_AND_PATH.test(plain) || (!isCompany && KNOWN_DOMAIN.test(plain));
}

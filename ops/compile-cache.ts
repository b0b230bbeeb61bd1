/**
 * Where a server process leaves what it has compiled, for the next that starts: it has its first page a sixth sooner. It lies
 * with the built pages and belongs to whom they belong; a folder that cannot be written is left alone.
 * In a file that imports nothing: only what is loaded after the cache was named is taken from it.
 */
export const COMPILE_CACHE = ".next/cache/compiled";

/** The rows of a CSV (RFC 4180). */
export function parse(
  text: string,
  options?: { separator?: string; lazyQuotes?: boolean },
): string[][];

/** The targets of a `Link` header by their relation (RFC 8288). */
export const linksIn = (header: string): Record<string, string> =>
  Object.fromEntries(
    [...header.matchAll(/<([^>]*)>; rel="(\w+)"/g)].map(([, url = "", relation = ""]) => [relation, url]),
  );

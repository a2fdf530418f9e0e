/** The pages of the same host that a page links to, each once, without fragments. */
export function linksOf(html: string, base: string): string[] {
  const { host } = new URL(base);
  const links = new Set<string>();
  for (const [, href = ""] of html.matchAll(/<a\s[^>]*?href="([^"]*)"/gi)) {
    if (!URL.canParse(href, base)) continue;
    const link = new URL(href, base);
    link.hash = "";
    if (link.host === host && link.protocol.startsWith("http")) links.add(link.href);
  }
  return [...links];
}

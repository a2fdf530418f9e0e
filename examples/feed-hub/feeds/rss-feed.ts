const ITEMS = 20;
const WORDS = (
  "the loop turns while a feed arrives and no one waits for another story of rivers cities markets weather " +
  "science music letters engines harbours winter bridges gardens voters museums orbit signals archives"
).split(" ");

/** Twenty paragraphs of about 800 bytes, shared by all feeds: what differs is said in each item's first lines. */
const PARAGRAPHS = Array.from({ length: ITEMS }, (_, n) => paragraph(n));

/** Feed number `n`: about 20 KB of RSS 2.0 with 20 items, distinct from every other feed. */
export function rssFeed(n: number): string {
  const items = PARAGRAPHS.map((text, i) => {
    const story = `Story ${i + 1} of feed ${n}`;
    const link = `https://feeds.example/${n}/stories/${i + 1}`;
    return `    <item>
      <title>${story} &amp; what followed</title>
      <link>${link}</link>
      <guid isPermaLink="true">${link}</guid>
      <pubDate>Mon, 0${(i % 9) + 1} Jun 2026 ${String(n % 24).padStart(2, "0")}:00:00 GMT</pubDate>
      <category>category-${(n + i) % 12}</category>
      <description><![CDATA[<p>${story}: ${text}</p>]]></description>
    </item>`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0">
  <channel>
    <title>Feed ${n}</title>
    <link>https://feeds.example/${n}</link>
    <description>Twenty stories, number ${n} of the feed hub</description>
    <language>en</language>
${items.join("\n")}
  </channel>
</rss>
`;
}

function paragraph(seed: number): string {
  const words: string[] = [];
  for (let at = seed, bytes = 0; bytes < 640; at = (at * 7 + 13) % 9_973) {
    const word = WORDS[at % WORDS.length] ?? "";
    words.push(word);
    bytes += word.length + 1;
  }
  return words.join(" ");
}

/** Opens every URL of the command line, and says how long their bodies are. */
import { group } from "loopward";
import { urlopen } from "./tasks.js";

const urls = process.argv.slice(2);
const lengths = await group(urls.map((url) => urlopen.signature(url))).result();
for (const [index, length] of lengths.entries()) console.log(`${urls[index]}: ${length}`);

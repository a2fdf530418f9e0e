import type { CatalogueEntry } from "../types.js";
import { archives } from "./archives.js";
import { collaboration } from "./collaboration.js";
import { compilers } from "./compilers.js";
import { configuration } from "./configuration.js";
import { csv } from "./csv.js";
import { databases } from "./databases.js";
import { documents } from "./documents.js";
import { files } from "./files.js";
import { hashing } from "./hashing.js";
import { html } from "./html.js";
import { images } from "./images.js";
import { language } from "./language.js";
import { markdown } from "./markdown.js";
import { media } from "./media.js";
import { objects } from "./objects.js";
import { pdf } from "./pdf.js";
import { spreadsheets } from "./spreadsheets.js";
import { templates } from "./templates.js";
import { xml } from "./xml.js";

/** APIs of packages that background tasks use, by family. */
export const packages: readonly CatalogueEntry[] = [
  ...html,
  ...xml,
  ...csv,
  ...configuration,
  ...templates,
  ...markdown,
  ...spreadsheets,
  ...documents,
  ...pdf,
  ...images,
  ...media,
  ...archives,
  ...hashing,
  ...databases,
  ...compilers,
  ...collaboration,
  ...objects,
  ...language,
  ...files,
];

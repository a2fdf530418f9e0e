import * as fs from "node:fs";
import type { Storage } from "./storage.js";

export class Disk implements Storage {
  async save(name: string, text: string): Promise<void> {
    fs.writeFileSync(name, text); // blocks: fs.writeFileSync
  }
}

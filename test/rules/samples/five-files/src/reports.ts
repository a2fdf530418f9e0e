import type { Storage } from "./storage.js";
import { renderTemplate } from "./template.js";

export class Reports {
  constructor(private readonly storage: Storage) {}

  async write(name: string): Promise<void> {
    await this.storage.save(name, await renderTemplate(name));
  }
}

export interface Storage {
  save(name: string, text: string): Promise<void>;
}

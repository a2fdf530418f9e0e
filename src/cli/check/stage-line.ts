import type { CheckStage } from "../../../rules/check.js";

/** One line on stderr that says what is going on, on a terminal only. */
export function stageLine(stream: NodeJS.WriteStream = process.stderr) {
  const clear = "\r\u001b[K";
  return {
    show(stage: CheckStage): void {
      if (!stream.isTTY) return;
      const files = `${stage.files.toLocaleString("en")} files`;
      stream.write(
        `${clear}${stage.name === "read" ? `reading ${files} …` : `following tasks through ${files} …`}`,
      );
    },
    clear(): void {
      if (stream.isTTY) stream.write(clear);
    },
  };
}

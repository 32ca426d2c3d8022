import { PassThrough } from "node:stream";

/** An output that records what is written; with a width it is a terminal. */
export const outputOf = (columns?: number) => {
  const output = Object.assign(new PassThrough(), columns === undefined ? {} : { isTTY: true, columns });
  return { output, written: () => `${output.read() ?? ""}` };
};

/** The screen of a terminal after this output. Throws for a line that would wrap. */
export const screenOf = (written: string, columns: number): string[] => {
  const lines = [""];
  // biome-ignore lint/suspicious/noControlCharactersInRegex: terminals use these control characters
  for (const part of written.split(/(\n|\x1b\[1G|\x1b\[2K)/)) {
    if (part === "\n") lines.push("");
    else if (part === "\x1b[2K") lines[lines.length - 1] = "";
    else if (part !== "\x1b[1G") lines[lines.length - 1] += part;
    if ((lines.at(-1)?.length ?? 0) >= columns) throw new Error(`This wraps: ${lines.at(-1)}`);
  }
  return lines;
};

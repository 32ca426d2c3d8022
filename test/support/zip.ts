import { buffer } from "node:stream/consumers";
import { ZipFile } from "yazl";

/** @returns an archive of files with these contents, in this order */
export const zipOf = (files: Readonly<Record<string, string | Uint8Array>>, compress = true): Promise<Buffer> => {
  const zip = new ZipFile();
  for (const [name, contents] of Object.entries(files)) zip.addBuffer(Buffer.from(contents), name, { compress });
  zip.end();
  return buffer(zip.outputStream);
};

import { posix } from "node:path";
import { CommandError } from "../../terminal/command.ts";
import type { Archive } from "./archive.ts";
import { bounds } from "./bounds.ts";
import { elements, walk } from "./xml.ts";

/** Relationships of a part, by their id. `type` is the last word of the type's URI, which differs for strict workbooks. */
export type Relationships = ReadonlyMap<string, { readonly type: string; readonly target: string }>;

const SAVE_AS = "save it as Excel Workbook (.xlsx)";
/** The media types of the main part of other files than .xlsx and .xlsm, as they begin, and what such a file is. */
const OTHERS = [
  ["application/vnd.ms-excel.sheet.binary", `an Excel binary workbook (.xlsb); open it in Excel, and ${SAVE_AS}`],
  [
    "application/vnd.oasis.opendocument",
    `an OpenDocument file (.ods); open it in LibreOffice or Excel, and ${SAVE_AS}`,
  ],
  ["application/vnd.openxmlformats-officedocument.wordprocessingml", "a Word document"],
  ["application/vnd.openxmlformats-officedocument.presentationml", "a PowerPoint presentation"],
] as const;
/** `.xlsx`, `.xltx`, `.xlsm` and `.xltm`. */
const WORKBOOK =
  /^application\/vnd\.(?:openxmlformats-officedocument\.spreadsheetml|ms-excel)\.(?:sheet|template)(?:\.macroEnabled)?\.main\+xml$/i;

/**
 * Follows the package's relationships (ECMA-376-2) to the workbook: programs differ in the names they give to parts.
 *
 * @returns the name of the workbook's part
 * @throws {CommandError} if the archive is another kind of file, saying which and what to do
 */
export const findWorkbook = async (archive: Archive): Promise<string> => {
  if (archive.has("mimetype")) refuseOther(await mimetypeOf(archive));
  if (!archive.has("[Content_Types].xml")) throw new CommandError("the file is an archive (.zip) without a workbook");
  const main = [...(await readRelationships(archive, "")).values()].find(({ type }) => type === "officeDocument");
  const mediaType = main && (await mediaTypeOf(archive, main.target));
  if (!main || !mediaType) throw new CommandError("the file is an archive (.zip) without a workbook");
  refuseOther(mediaType);
  if (!WORKBOOK.test(mediaType)) throw new CommandError(`the file is ${mediaType}, and not an Excel workbook (.xlsx)`);
  return main.target;
};

const refuseOther = (mediaType: string): void => {
  const other = OTHERS.find(([beginning]) => mediaType.startsWith(beginning));
  if (other) throw new CommandError(`the file is ${other[1]}`);
};

const mimetypeOf = async (archive: Archive): Promise<string> => {
  let text = "";
  for await (const chunk of archive.read("mimetype", bounds.token)) text += chunk.toString("latin1");
  return text;
};

/**
 * @param source the part that the relationships are of; empty for the package's own
 * @returns none if the part has no relationships
 */
export const readRelationships = async (archive: Archive, source: string): Promise<Relationships> => {
  const { dir, base } = posix.parse(source);
  const name = posix.join(dir, "_rels", `${base}.rels`);
  const relationships = new Map<string, { type: string; target: string }>();
  if (!archive.has(name)) return relationships;
  const roots = elements({
    Relationships: {
      inside: elements({
        Relationship: {
          open({ Id, Type, Target, TargetMode }) {
            if (!Id || !Type || !Target || TargetMode?.value === "External") return;
            const type = Type.value.slice(Type.value.lastIndexOf("/") + 1);
            // An absolute target begins with a slash, which names in the archive do not have.
            relationships.set(Id.value, { type, target: posix.resolve("/", dir, Target.value).slice(1) });
          },
        },
      }),
    },
  });
  for await (const _ of walk(name, archive.read(name, bounds.smallPart), roots));
  return relationships;
};

/** @returns the media type of a part, by its name or else by its extension */
const mediaTypeOf = async (archive: Archive, part: string): Promise<string | undefined> => {
  let own: string | undefined;
  let byExtension: string | undefined;
  const path = `/${part}`.toLowerCase();
  const roots = elements({
    Types: {
      inside: elements({
        Override: {
          open({ PartName, ContentType }) {
            if (PartName?.value.toLowerCase() === path) own = ContentType?.value;
          },
        },
        Default: {
          open({ Extension, ContentType }) {
            if (path.endsWith(`.${Extension?.value.toLowerCase()}`)) byExtension = ContentType?.value;
          },
        },
      }),
    },
  });
  const name = "[Content_Types].xml";
  for await (const _ of walk(name, archive.read(name, bounds.smallPart), roots));
  return own ?? byExtension;
};

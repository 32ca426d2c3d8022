import { createHash } from "node:crypto";
import { MARKER, positionAt } from "./markers.ts";

/** The first byte, for a watermark of another form one day. */
const VERSION = 1;
const SUM_BYTES = 8;
/** No marker has more than 540, and DynamoDB refuses a sort key of more than 1,024. */
const MAX_POSITION_BYTES = 1_000;

/**
 * A place among a company's markers as a text for clients: base64url of a version byte, a checksum and the position.
 *
 * The sum finds what was damaged, cut off or belongs to another company. It is no secret: whoever computes one gets what a
 * time as `since` gives too, since the company is always the token's own.
 */
export const watermarkOf = (companySerial: string, position: string): string =>
  Buffer.concat([Buffer.of(VERSION), sumOf(companySerial, position), Buffer.from(position)]).toString("base64url");

/** @returns the position, or `undefined` for what is no watermark of this company */
export const positionIn = (companySerial: string, watermark: string): string | undefined => {
  const bytes = Buffer.from(watermark, "base64url").subarray(1 + SUM_BYTES);
  if (bytes.length > MAX_POSITION_BYTES) return undefined;
  const position = bytes.toString();
  // Written anew, so that there is one text for each position: Node's decoder takes many.
  return isPosition(position) && watermarkOf(companySerial, position) === watermark ? position : undefined;
};

/** A marker's, or a time's as at the beginning. */
const isPosition = (text: string): boolean => MARKER.test(text) || positionAt(Number(text)) === text;

const sumOf = (companySerial: string, position: string): Buffer =>
  createHash("sha256")
    .update(JSON.stringify(["course-activity-changes", companySerial, position]))
    .digest()
    .subarray(0, SUM_BYTES);

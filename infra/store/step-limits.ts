import { marshall } from "@aws-sdk/util-dynamodb";

/** A record and the position that it is put at. */
export type Put<Value> = { readonly position: number; readonly record: Value };

/** A transaction takes 100 items, and one of them is the header. */
const MAX_CHANGES = 99;
/** DynamoDB takes 4 MB. The bytes here are those of the request's JSON, which is larger than what DynamoDB counts. */
const MAX_BYTES = 3_500_000;

/** What a record adds to the bytes of a transaction. */
export const bytesOf = (record: object): number => Buffer.byteLength(JSON.stringify(marshall(record)));

/** Whether one transaction takes `changes` puts and deletes whose records have `bytes` in all. */
export const fits = (changes: number, bytes: number): boolean => changes <= MAX_CHANGES && bytes <= MAX_BYTES;

/**
 * Whether an upper bound of the bytes of `puts` fits one transaction. An item's JSON, in bytes, is at most four times
 * as long as its record's own JSON in UTF-16 units (for records without arrays), and that length is much faster to get.
 */
// Stryker disable next-line ArrowFunction: without it the bytes are counted, which takes longer and says the same
const fitsByUpperBound = (puts: readonly Put<object>[]): boolean =>
  fits(
    puts.length,
    // Stryker disable next-line ArrowFunction: without it the bytes are counted, which says the same
    puts.reduce((sum, { record }) => sum + 4 * JSON.stringify(record).length, 0),
  );

/** The longest prefix of `puts` that fits one transaction, and at least one put. */
export const fitting = <Value extends object>(puts: readonly Put<Value>[]): readonly Put<Value>[] => {
  // Stryker disable next-line ConditionalExpression,EqualityOperator: it spares the count of the bytes
  if (puts.length <= MAX_CHANGES && fitsByUpperBound(puts)) return puts;
  let bytes = 0;
  const end = puts.findIndex(({ record }, index) => {
    bytes += bytesOf(record);
    return index > 0 && !fits(index + 1, bytes);
  });
  return end === -1 ? puts : puts.slice(0, end);
};

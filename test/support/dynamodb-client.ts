import { createDynamoDB } from "../../functions/shared/aws/dynamodb.ts";
import { storageError } from "../../functions/shared/store/storage-errors.ts";
import { answers, type Behaviour, drips } from "./provider-stub.ts";

const credentials = { accessKeyId: "id", secretAccessKey: "key", sessionToken: "session" };

/** The input of a call. */
export const INPUT = { TableName: "T", Key: { clientID: { S: "demo" } } };

/** The functions' client for a DynamoDB at the URL's origin, or in a region. */
export const clientFor = (endpoint: string | undefined, region = "ap-southeast-3") =>
  createDynamoDB({ region, ...(endpoint !== undefined && { endpoint }), credentials });

export const clientOf = ({ origin }: URL) => clientFor(origin);

/** The output of a call, or its error as the functions see it. */
export const outcomeOf = (url: URL, signal?: AbortSignal): Promise<unknown> =>
  clientOf(url)
    .getItem(INPUT, signal && { abortSignal: signal })
    .catch((error: unknown) => storageError(error));

/** A DynamoDB that answers with an error. */
export const fails = (status: number, type: string): Behaviour =>
  answers(status, { __type: `com.amazonaws.dynamodb.v20120810#${type}` });

/** Begins an answer and sends it byte by byte, without an end. */
export const dripsAnAnswer: Behaviour = (response) => {
  response.writeHead(200);
  drips(response);
};

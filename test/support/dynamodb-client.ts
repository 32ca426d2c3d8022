import { GetItemCommand } from "@aws-sdk/client-dynamodb";
import { createDynamoDB } from "../../functions/shared/aws/dynamodb.ts";
import { storageError } from "../../functions/shared/store/storage-errors.ts";
import { answers, type Behaviour, drips } from "./provider-stub.ts";

const credentials = () => ({ accessKeyId: "id", secretAccessKey: "key", sessionToken: "session" });

/** The input of a call. */
export const INPUT = { TableName: "T", Key: { clientID: { S: "demo" } } };
export const call = () => new GetItemCommand(INPUT);

/** The functions' client, for a DynamoDB at the URL's origin. */
export const clientOf = ({ origin }: URL) => clientFor({ endpoint: origin });

export const clientFor = (changes: Partial<Parameters<typeof createDynamoDB>[0]>) =>
  createDynamoDB({ region: "ap-southeast-3", credentials, ...changes });

/** What a call found, or its error as the functions see it. */
export const outcomeOf = (url: URL, signal?: AbortSignal): Promise<unknown> =>
  clientOf(url)
    .send(call(), signal && { abortSignal: signal })
    .then(
      ({ Item }) => Item,
      (error: unknown) => storageError(error),
    );

/** A DynamoDB that answers with an error. */
export const fails = (status: number, type: string, headers: Record<string, string> = {}): Behaviour =>
  answers(status, { __type: `com.amazonaws.dynamodb.v20120810#${type}` }, headers);

/** Begins an answer and sends it byte by byte, without an end. */
export const dripsAnAnswer: Behaviour = (response) => {
  response.writeHead(200);
  drips(response);
};

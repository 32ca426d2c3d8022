import { EventEmitter } from "node:events";
import dynalite from "dynalite";
import { closeIterators } from "./close-iterators.ts";
import { type Attributes, CONTENT_TYPE, DynamoDBFailure, type WireAnswer, type WireRequest } from "./protocol.ts";

/** Answers one request of DynamoDB's low-level API. */
export type Engine = (request: WireRequest) => Promise<WireAnswer>;

/** The used parts of an operation's output. */
export type Output = {
  readonly Table?: { readonly KeySchema: readonly { readonly AttributeName: string }[] };
  readonly Item?: Attributes;
};

/** Runs one operation of DynamoDB's API and returns its output. Throws `DynamoDBFailure` if the answer is an exception. */
export type Call = (operation: string, input: object) => Promise<Output>;

/**
 * An empty in-memory dynalite, called in process: its request listener gets objects with the few members of a request and
 * a response that it uses. This saves a second HTTP exchange, and dynalite never sees a broken connection, which would
 * crash it.
 */
export const createEngine = (): Engine => {
  closeIterators();
  const server = dynalite({ createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
  return ({ method, url, headers, body }) =>
    new Promise((resolve) => {
      const answer: WireAnswer = { status: 200, headers: {}, body: "" };
      const request = Object.assign(new EventEmitter(), { method, url, headers });
      const response = {
        statusCode: 200,
        setHeader: (name: string, value: string | number) => {
          answer.headers[name] = value;
        },
        end: (text = "") => resolve({ ...answer, status: response.statusCode, body: text }),
      };
      try {
        server.emit("request", request, response);
        request.emit("data", body);
        request.emit("end");
      } catch (error) {
        // dynalite's validation throws on a `null` instead of a structure; DynamoDB refuses it.
        resolve(new DynamoDBFailure("SerializationException", String(error)).answer());
      }
    });
};

const failureIn = (body: string): DynamoDBFailure => {
  const { __type, message, Message } = JSON.parse(body);
  return new DynamoDBFailure(String(__type).replace(/^.*#/, ""), message ?? Message ?? "");
};

/** A `Call` with these headers of a client's request, so with its signature and date. */
export const callOn =
  (engine: Engine, headers: WireRequest["headers"]): Call =>
  async (operation, input) => {
    const { status, body } = await engine({
      method: "POST",
      url: "/",
      headers: { ...headers, "content-type": CONTENT_TYPE, "x-amz-target": `DynamoDB_20120810.${operation}` },
      body: Buffer.from(JSON.stringify(input)),
    });
    if (status !== 200) throw failureIn(body);
    return JSON.parse(body);
  };

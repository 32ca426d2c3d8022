// TypeScript finds no types in Postman's libraries. These are for the used parts, from the libraries' documentation.

declare module "postman-collection" {
  export class VariableScope {
    constructor(definition: object);
    get(key: string): unknown;
    set(key: string, value: unknown): void;
  }
  type Item = {
    readonly name: string;
    readonly responses: { all(): Response[] };
    getAuth(): { readonly type: string } | undefined;
  };
  type Request = { readonly url: { toString(): string } };
  type Response = { readonly name: string; readonly code: number; text(): string };
  export class Collection {
    constructor(definition: object);
    forEachItem(visit: (item: Item) => void): void;
  }
}

declare module "postman-runtime" {
  import type { Collection, Item, Request, Response, VariableScope } from "postman-collection";

  type Assertion = { readonly name: string; readonly error?: Error | null };
  type Callbacks = {
    assertion(cursor: object, assertions: readonly Assertion[]): void;
    /** An exception in a script. */
    exception(cursor: object, error: Error): void;
    /** `response` is undefined on an error. */
    response(error: Error | null, cursor: object, response: Response | undefined, request: Request, item: Item): void;
    done(error: Error | null): void;
  };
  type Run = { start(callbacks: Callbacks): void };
  type Options = {
    readonly environment: VariableScope;
    readonly entrypoint?: { readonly execute: string; readonly lookupStrategy: "idOrName" };
    /** Milliseconds. */
    readonly timeout?: { readonly request: number; readonly script: number };
  };

  export class Runner {
    run(collection: Collection, options: Options, callback: (error: Error | null, run: Run) => void): void;
  }
}

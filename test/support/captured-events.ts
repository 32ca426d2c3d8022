import { APIGatewayProxyEventV2Schema } from "@aws-lambda-powertools/parser/schemas";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { afterAll, beforeAll, expect } from "vitest";
import { type Gateway, startGateway } from "../../infra/local/gateway.ts";
import { type Sent, sendTo } from "./wire.ts";

export const LIST_ROUTE = "GET /ruangkerja/dashboard/users/{employeeID}/courses/webinar";

/** The path of an employee's list; `segment` is not encoded. */
export const listPath = (segment: string): string => `/ruangkerja/dashboard/users/${segment}/courses/webinar`;

export type CapturedEvents = {
  readonly url: () => URL;
  /** Sends a request. @returns its event, after a check with Powertools' schema */
  readonly eventOf: (sent: Sent) => Promise<APIGatewayProxyEventV2>;
};

/** A gateway for a test file, whose functions record their events. Call it at the top. */
export const capturedEvents = (): CapturedEvents => {
  let gateway: Gateway;
  let captured: APIGatewayProxyEventV2 | undefined;
  const keep = async (event: APIGatewayProxyEventV2) => {
    captured = event;
    return { statusCode: 200 };
  };
  beforeAll(async () => {
    const routes = { [LIST_ROUTE]: keep, [`GET ${listPath("me")}`]: keep, "POST /oauth/token": keep, $default: keep };
    gateway = await startGateway({ functions: () => ({ routes }) });
  });
  afterAll(() => gateway.stop());
  return {
    url: () => new URL(gateway.url),
    eventOf: async (sent) => {
      captured = undefined;
      expect(await sendTo(gateway.url, sent)).toMatchObject({ status: 200 });
      if (!captured) throw new Error("No function was called");
      expect(APIGatewayProxyEventV2Schema.parse(captured)).toEqual(captured);
      return captured;
    },
  };
};

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { publicUrlOf } from "../../../functions/shared/http/base-path.ts";
import type { ApiEvent } from "../../../functions/shared/http/chain.ts";
import { type Api, startApi } from "../../support/api.ts";
import { assignmentsOf } from "../../support/assignments.ts";
import { apiEvent, changesEvent, lambdaContext, listEvent } from "../../support/events.ts";
import { linksIn } from "../../support/links.ts";
import { listOf } from "../../support/storage.ts";

let api: Api;
let token: string;
beforeAll(async () => {
  api = await startApi();
  token = await api.issuer.sign();
  await api.storage.append(listOf("EMPLY1"), assignmentsOf(25));
  await api.storage.append(listOf("EMPLY2"), assignmentsOf(1));
});
afterAll(() => api.stop());

const OWN = "a1b2c3d4e5.execute-api.ap-southeast-3.amazonaws.com";
const CUSTOM = "api.example.com";

type Place = { readonly domainName: string; readonly stage?: string; readonly prefix?: string };

/** The event as AWS sends it for this domain and stage, with this prefix in both of its paths. */
const placed = (event: ApiEvent, { domainName, stage = "$default", prefix = "" }: Place): ApiEvent => {
  const rawPath = `${prefix}${event.rawPath}`;
  const { requestContext } = event;
  return {
    ...event,
    rawPath,
    headers: { ...event.headers, host: domainName },
    requestContext: {
      ...requestContext,
      apiId: "a1b2c3d4e5",
      domainName,
      domainPrefix: domainName.split(".")[0] ?? "",
      stage,
      http: { ...requestContext.http, path: rawPath },
    },
  };
};

const path = "/ruangkerja/dashboard/users/EMPLY1/courses/webinar";

/** Where an API can be, and the URL that its callers see. */
const places: [string, Place, string][] = [
  ["the gateway's own address", { domainName: OWN }, `https://${OWN}`],
  ["a named stage there", { domainName: OWN, stage: "dev", prefix: "/dev" }, `https://${OWN}/dev`],
  ["a custom domain", { domainName: CUSTOM }, `https://${CUSTOM}`],
  [
    "a custom domain mapped to a named stage: the caller did not send the stage",
    { domainName: CUSTOM, stage: "dev", prefix: "/dev" },
    `https://${CUSTOM}`,
  ],
  ["an API mapping whose key the path has", { domainName: CUSTOM, prefix: "/v1" }, `https://${CUSTOM}/v1`],
  ["an API mapping of several levels", { domainName: CUSTOM, prefix: "/hr/v1.2_a" }, `https://${CUSTOM}/hr/v1.2_a`],
];

describe.each(places)("at %s", (_, place, url) => {
  it("links lead to the URL that the caller sees", async () => {
    const answer = await api.undocumented(placed(listEvent({ token }), place), lambdaContext());
    expect(answer.statusCode).toBe(200);
    expect(linksIn(String(answer.headers?.["Link"]))["next"]).toBe(`${url}${path}?page=2&pageSize=10`);
  });

  it("the feed's link does too", async () => {
    const answer = await api.undocumented(placed(changesEvent({ token, query: "pageSize=1" }), place), lambdaContext());
    const next = String(linksIn(String(answer.headers?.["Link"]))["next"]);
    expect(next.split("?")[0]).toBe(`${url}/ruangkerja/dashboard/course-activity-changes`);
  });

  it.each([
    ["DELETE", path, 405, "GET"],
    ["GET", "/oauth/token", 405, "POST"],
    ["GET", path, 404, undefined],
    ["POST", "/nowhere", 404, undefined],
    ["POST", `${path}/`, 404, undefined],
  ])("%s %s that matches no route is %i, Allow: %s", async (method, rawPath, status, allow) => {
    const { statusCode, headers } = await api.undocumented(
      placed(apiEvent({ method, rawPath }), place),
      lambdaContext(),
    );
    expect([statusCode, headers?.["Allow"]]).toEqual([status, allow]);
  });
});

describe("at the gateway's own address a path under another prefix does not exist", () => {
  it.each<[string, Place]>([
    ["no stage", { domainName: OWN, prefix: "/v1" }],
    ["another stage", { domainName: OWN, stage: "dev", prefix: "/prod" }],
    ["the stage twice", { domainName: OWN, stage: "dev", prefix: "/dev/dev" }],
  ])("%s", async (_, place) => {
    const event = placed(apiEvent({ method: "DELETE", rawPath: path }), place);
    expect((await api.undocumented(event, lambdaContext())).statusCode).toBe(404);
  });
});

describe("the URL that callers see", () => {
  const urlOf = (place: Place, configured?: string) => publicUrlOf(placed(listEvent(), place), configured);

  it("is the configured one, which has the key of an API mapping that AWS leaves out", () => {
    const configured = "https://api.example.com/v1";
    expect(urlOf({ domainName: CUSTOM }, configured)).toBe(configured);
    expect(urlOf({ domainName: CUSTOM, prefix: "/v1" }, configured)).toBe(configured);
  });

  it("is that of a proxy in front of a named stage", () => {
    const place = { domainName: OWN, stage: "dev", prefix: "/dev" };
    expect(urlOf(place, "https://cdn.example.com")).toBe("https://cdn.example.com");
  });

  it("has the event's base path if only the domain's name is configured", () => {
    expect(urlOf({ domainName: CUSTOM, prefix: "/v2" }, `https://${CUSTOM}`)).toBe(`https://${CUSTOM}/v2`);
  });

  it.each(["/a>b", "/a b", "/a\nb", "/a/", "//a"])("has nothing that could break out of a header: %j", (prefix) => {
    expect(urlOf({ domainName: CUSTOM, prefix })).toBe(`https://${CUSTOM}`);
  });
});

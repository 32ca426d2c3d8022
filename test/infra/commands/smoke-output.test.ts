import { describe, expect, it } from "vitest";
import { categories } from "../../../functions/shared/store/categories.ts";
import { fields, granted, instead, on, refusal } from "../../support/smoke-breakages.ts";
import { SECRET } from "../../support/smoke-run.ts";
import { tamperedApi } from "../../support/tampered-api.ts";

const lists = Object.keys(categories);
const { smokeWith } = tamperedApi();

describe("what the smoke test prints", () => {
  it("has no record of an answer that should have been a refusal", async () => {
    const { failed, table } = await smokeWith(on(refusal(120), instead(200, { data: [{ feedback: "private" }] })));
    expect(failed).toEqual(lists.map((name) => `${name}: missing token`));
    expect(table).not.toContain("private");
  });

  it("never has the secret or the token, even where the API gives them back", async () => {
    let authorization = "";
    const { failed, table } = await smokeWith((exchange) => {
      authorization = exchange.asked.authorization ?? authorization;
      exchange.headers["x-request-id"] = `${SECRET} ${authorization}`;
      exchange.headers["content-type"] = `text/${SECRET}; token=${authorization}`;
      if (exchange.body === "" || granted(exchange)) return;
      exchange.body = JSON.stringify({ errorCode: 1, message: authorization, detail: `${SECRET}${authorization}` });
    });
    expect(authorization).toMatch(/^(Bearer )?ey/i);
    expect(failed.length).toBeGreaterThan(20);
    expect(table).toContain("[hidden]");
  });

  it("neither steers the terminal nor floods it", async () => {
    const { failed, table } = await smokeWith(
      on(refusal(131), fields({ detail: `\u001b[2J\u009b2J${"x".repeat(5_000)}` })),
    );
    expect(failed).toEqual(["unknown route", "unknown category"]);
    expect(table.replaceAll("\n", "")).not.toMatch(/\p{Cc}/u);
    expect(table).toContain("\u{fffd}[2J");
    expect(table.length).toBeLessThan(30_000);
  });
});

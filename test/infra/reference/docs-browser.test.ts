import { join } from "node:path";
import axe from "axe-core";
import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Stack, startStack } from "../../../infra/local/stack.ts";
import { createSite } from "../../../infra/reference/site.ts";
import { exampleAssignment } from "../../support/assignments.ts";
import { launchBrowser, overflow, screenshots, visit } from "../../support/browser.ts";
import { noBrowser } from "../../support/browser-path.ts";
import { startStaticHost } from "../../support/static-host.ts";

const looks = [
  { name: "wide and light", width: 1280, colorScheme: "light" },
  { name: "wide and dark", width: 1280, colorScheme: "dark" },
  { name: "narrow and light", width: 375, colorScheme: "light" },
  { name: "narrow and dark", width: 375, colorScheme: "dark" },
] as const;

const getToken = (page: Page) => page.getByRole("button", { name: "Get a token" });
const list = (page: Page) => page.getByRole("button", { name: "List an employee's webinar courses" });
const execute = (page: Page) => page.locator("#operations-Webinar_courses-listWebinarCourses button.execute");

/** The live answer's status and body, as soon as they are shown. */
const answer = async (page: Page) => {
  const row = page.locator(".live-responses-table tbody tr").first();
  const status = await row.locator(".response-col_status").innerText();
  return { status: Number.parseInt(status, 10), body: JSON.parse(await row.locator("code").first().innerText()) };
};

/** Presses Tab until `target` has the focus. */
const tabTo = async (page: Page, target: Locator) => {
  for (let presses = 0; presses < 60; presses += 1) {
    await page.keyboard.press("Tab");
    if ((await target.and(page.locator(":focus")).count()) === 1) return;
  }
  throw new Error("The keyboard does not get there");
};

/** Findings in Swagger UI that neither a style nor an attribute can fix, by axe's rule. */
const exceptions = {
  "nested-interactive": "The path in an operation's button is a link to it, which can be reached beside the button.",
  "scrollable-region-focusable": "Chromium and Firefox give the focus to what scrolls; axe does not count on it.",
  region: "The choice of the server stands in no landmark.",
};

/** The page's violations of the accessibility rules that axe can check (WCAG 2.2 A, AA, and best practices). */
const violations = async (page: Page): Promise<string[]> => {
  await page.evaluate(`${axe.source}; undefined`);
  const found: { rule: string; where: string }[] = await page.evaluate(`axe.run().then(({ violations }) =>
    violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => ({ rule: id, where: target.join(" ") }))))`);
  return found.filter(({ rule }) => !(rule in exceptions)).map(({ rule, where }) => `${rule}: ${where}`);
};

describe.skipIf(noBrowser)("the reference in a browser", () => {
  let stack: Stack;
  let browser: Browser;
  beforeAll(async () => {
    [stack, browser] = await Promise.all([startStack({ log: () => {} }), launchBrowser()]);
  });
  afterAll(async () => {
    await Promise.all([browser?.close(), stack?.stop()]);
  });

  it.each(looks)("shows the contract's example after three clicks on /docs, $name", async ({ name, ...look }) => {
    const { page, problems, close } = await visit(browser, `${stack.url}/docs`, look);
    await list(page).waitFor();
    expect(await overflow(page)).toBe(0);
    await page.screenshot({ path: join(screenshots, `${name.replaceAll(" ", "-")}-before.png`), fullPage: true });

    await getToken(page).click();
    await page.getByText("You have a token for 12 hours.").waitFor();
    await page.getByRole("button", { name: "Open the list" }).click();
    await execute(page).click();

    const { status, body } = await answer(page);
    expect(status).toBe(200);
    expect(body.data[0]).toEqual(exampleAssignment);
    expect(await overflow(page)).toBe(0);
    await page.screenshot({ path: join(screenshots, `${name.replaceAll(" ", "-")}-after.png`) });
    expect(await violations(page)).toEqual([]);
    expect(problems).toEqual([]);
    await close();
  });

  it.each(looks)("links an error to its explanation, $name", async ({ name, ...look }) => {
    const answer = await fetch(`${stack.url}/nowhere`);
    const [, help = ""] = /<(.+)>; rel="help"/.exec(answer.headers.get("link") ?? "") ?? [];
    const { page, problems, close } = await visit(browser, help, look);
    expect(page.url()).toBe(`${stack.url}/errors/#131`);
    expect(await page.locator(":target h2").innerText()).toBe("131 Endpoint is not found");
    expect(await overflow(page)).toBe(0);
    await page.screenshot({ path: join(screenshots, `${name.replaceAll(" ", "-")}-errors.png`) });
    expect(await violations(page)).toEqual([]);
    await page.locator("header").getByRole("link").first().click();
    await list(page).waitFor();
    expect(page.url()).toBe(`${stack.url}/docs/`);
    expect(problems).toEqual([]);
    await close();
  });

  it("shows the example with the keyboard only", async () => {
    const { page, problems, close } = await visit(browser, `${stack.url}/docs`, { width: 1280 });
    await list(page).waitFor();
    await tabTo(page, getToken(page));
    await page.keyboard.press("Enter");
    await page.getByText("You have a token").waitFor();
    await tabTo(page, list(page));
    await page.keyboard.press("Enter");
    await page.getByPlaceholder("employeeID").waitFor();
    await tabTo(page, execute(page));
    await page.keyboard.press("Enter");
    expect((await answer(page)).body.data[0]).toEqual(exampleAssignment);
    expect(problems).toEqual([]);
    await close();
  });

  it("works as a static site under a sub-path", async () => {
    const site = createSite({ server: { url: stack.url, description: "The API." } });
    const host = await startStaticHost(site, "/some/where/");
    const { page, problems, close } = await visit(browser, `${host.url}/some/where/docs/`, { width: 1280 });
    await list(page).click();
    await page.getByPlaceholder("employeeID").waitFor();
    expect(await page.getByLabel("Client secret").inputValue()).toBe("");
    expect(problems).toEqual([]);
    await close();
    await host.stop();
  });

  it("lets the reader type the host if the document has a variable, and says if it does not answer", async () => {
    const host = await startStaticHost(createSite(), "/");
    const { page, close } = await visit(browser, `${host.url}/docs/`, { width: 1280 });
    await page.getByLabel("Part of the server's URL").fill("api.nowhere.example");
    await page.getByLabel("Client ID").fill("demo");
    await page.getByLabel("Client secret").fill("demo-secret");
    await getToken(page).click();
    await page
      .getByText(
        `No answer from https://api.nowhere.example. Is that the server, and does it allow the origin ${host.url} (CORS)?`,
      )
      .waitFor();
    await close();
    await host.stop();
  });

  it("says what is wrong with the credentials, and stores nothing", async () => {
    const { page, close } = await visit(browser, `${stack.url}/docs`, { width: 1280 });
    await page.getByLabel("Client secret").fill("wrong");
    await getToken(page).click();
    await page.getByText("No token: 400, Credentials does not match in our records.").waitFor();
    await page.getByLabel("Client secret").fill("demo-secret");
    await getToken(page).click();
    await page.getByText("You have a token").waitFor();
    expect(await page.evaluate("localStorage.length + sessionStorage.length + document.cookie.length")).toBe(0);
    await close();
  });
});

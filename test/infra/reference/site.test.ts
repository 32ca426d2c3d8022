import { posix } from "node:path";
import { describe, expect, it } from "vitest";
import { createSite } from "../../../infra/reference/site.ts";

const site = createSite();
const text = (path: string): string => `${site[path]?.contents}`;
const pages = Object.keys(site).filter((path) => path.endsWith(".html"));
const styles = Object.keys(site).filter((path) => path.endsWith(".css"));

const targetsIn = (page: string): string[] =>
  [...text(page).matchAll(/\b(?:src|href)="([^"#]+)/g)].map(([, target = ""]) => target);

describe("the site of the reference", () => {
  it("has the pages and the document", () => {
    expect(pages).toEqual(["docs/index.html", "errors/index.html"]);
    expect(JSON.parse(text("openapi.json")).openapi).toBe("3.1.0");
  });

  it.each(pages)("has only relative links on %s, to existing files", (page) => {
    const targets = targetsIn(page).filter((target) => !target.startsWith("data:"));
    expect(targets).not.toHaveLength(0);
    for (const target of targets) {
      expect(target).not.toMatch(/^(\/|\w+:)/);
      const path = posix.join(posix.dirname(page), target);
      expect(Object.keys(site)).toContain(path.endsWith("/") ? `${path}index.html` : path);
    }
  });

  it.each(pages)("%s has a policy, and no inline script or style that the policy forbids", (page) => {
    const policy = site[page]?.policy ?? "";
    expect(policy).toContain("default-src 'none'");
    expect(text(page)).not.toMatch(/<script(?![^>]*\ssrc=)|\son\w+=/);
    if (!policy.includes("style-src 'unsafe-inline'")) expect(text(page)).not.toMatch(/<style|\sstyle=/);
  });

  it.each(styles)("%s loads no file", (style) => {
    expect(text(style)).not.toContain("@import");
    for (const [, start] of text(style).matchAll(/url\(\s*["']?([^"')]{0,5})/g)) expect(start).toBe("data:");
  });

  it("refers to no source maps, because it has none", () => {
    for (const path of Object.keys(site)) expect(text(path)).not.toContain("sourceMappingURL=");
  });

  it("lets the page call the local stack and, if the host is a variable, any host over TLS", () => {
    expect(site["docs/index.html"]?.policy).toContain("connect-src 'self' https: http://localhost:3000;");
  });

  it("names and calls only the given server", () => {
    const server = { url: "https://api.example.com/v1", description: "The API." };
    const { "openapi.json": document, "docs/index.html": page } = createSite({ server });
    expect(JSON.parse(`${document?.contents}`).servers).toEqual([server]);
    expect(page?.policy).toContain("connect-src 'self' https://api.example.com;");
  });

  it("fills in credentials only if they are given, escaped", () => {
    expect(text("docs/index.html")).not.toMatch(/demo/);
    const page = createSite({ credentials: { clientID: "demo", clientSecret: '"><script>' } })["docs/index.html"];
    expect(page?.contents).toContain('value="demo"');
    expect(page?.contents).toContain('value="&quot;&gt;&lt;script&gt;"');
  });
});

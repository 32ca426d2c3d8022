import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Site } from "../../infra/reference/site.ts";

/** A typical static web host: files below `base`, `index.html` for a folder, only the header `Content-Type`. */
export const startStaticHost = async (site: Site, base: string): Promise<{ url: string; stop(): Promise<void> }> => {
  const server = createServer(({ url = "" }, response) => {
    const path = url.startsWith(base) ? url.slice(base.length) : "";
    const file = site[path === "" || path.endsWith("/") ? `${path}index.html` : path];
    response.writeHead(file ? 200 : 404, { "content-type": file?.type ?? "text/plain" }).end(file?.contents);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};

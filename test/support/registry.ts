import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { listeningPort } from "./listening-port.ts";

/**
 * A registry on loopback that has one package, as it is after `npm publish`, and sends whoever wants another to the one that
 * npm is told of here.
 */
export async function startRegistry(archive: string) {
  const content = readFileSync(archive);
  const manifest = JSON.parse(execFileSync("tar", ["-xzOf", archive, "package/package.json"], { encoding: "utf8" }));
  const integrity = `sha512-${createHash("sha512").update(content).digest("base64")}`;
  const config = ["config", "get", "registry"];
  const elsewhere = execFileSync("npm", config, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();
  const server = createServer(({ url = "", headers }, response) => {
    if (url === "/package.tgz") return response.end(content);
    if (url !== `/${manifest.name}`) {
      return response.writeHead(302, { location: elsewhere.replace(/\/$/, "") + url }).end();
    }
    const dist = { tarball: `http://${headers.host}/package.tgz`, integrity };
    // The registry says so of a package that has a shrinkwrap: npm looks at none without it (npm/cli#4583).
    const version = { ...manifest, _hasShrinkwrap: true, dist };
    const tags = { latest: manifest.version };
    response.setHeader("content-type", "application/json");
    return response.end(
      JSON.stringify({ name: manifest.name, "dist-tags": tags, versions: { [manifest.version]: version } }),
    );
  });
  return {
    url: `http://127.0.0.1:${await listeningPort(server)}/`,
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

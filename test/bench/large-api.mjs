// Serves a large cluster over HTTPS, in a process of its own: `node large-api.mjs PODS NODES`. Prints where, and how it
// is verified, as one line of JSON, and what it sent as another when its standard input ends.
import { readFileSync } from "node:fs";
import { createServer } from "node:https";
import { makeCertificates } from "../../dist/demo/certificates.js";
import { largeCluster } from "./large-cluster.mjs";

const [pods, nodes] = process.argv.slice(2).map(Number);
const lists = largeCluster({ pods: pods ?? 0, nodes: nodes ?? 0 });
const recorded = JSON.parse(readFileSync(new URL("../../src/demo/recordings/api.json", import.meta.url), "utf8"));
const { ca, cert, key } = makeCertificates(new Date());
const sent = { requests: 0, bytes: 0 };

function pageOf(/** @type {URL} */ { pathname, searchParams }) {
  const list = lists[pathname] ?? { length: 0, at: () => ({}) };
  const from = Number(searchParams.get("continue") ?? 0);
  const to = Math.min(list.length, from + Number(searchParams.get("limit") ?? list.length));
  const items = Array.from({ length: to - from }, (_, index) => list.at(from + index));
  return { kind: "List", metadata: { continue: to < list.length ? String(to) : "" }, items };
}

const isDocument = /^\/version$|^\/api(?:\/v1)?$|^\/apis(?:\/[^/]+\/[^/]+)?$/;
const server = createServer({ cert, key }, (request, response) => {
  const url = new URL(request.url ?? "/", "https://api");
  const body = JSON.stringify(isDocument.test(url.pathname) ? recorded[url.pathname] : pageOf(url));
  sent.requests += 1;
  sent.bytes += Buffer.byteLength(body);
  response.writeHead(200, { "content-type": "application/json" });
  response.end(body);
});
server.listen(0, "127.0.0.1", () => {
  console.log(JSON.stringify({ url: `https://127.0.0.1:${server.address().port}`, ca }));
});
process.stdin.resume().on("end", () => {
  console.log(JSON.stringify(sent));
  process.exit();
});

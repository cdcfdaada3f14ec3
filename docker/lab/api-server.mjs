// The API server of the compose lab: a stage of plimsoll's image, in the network of cp1.
import { readFileSync } from "node:fs";
import { startApiServer } from "../../dist/demo/api-server.js";
import { answersOf } from "../../test/lab/api-answers.mjs";

const network = process.env["LAB_NETWORK"];
const file = (name) => readFileSync(`/lab/${name}`, "utf8");
const nodes = ["cp1", "w1", "w2"].map((name, index) => [name, `${network}.${11 + index}`]);
await startApiServer(answersOf(nodes), {
  cert: file("apiserver.crt"),
  key: file("apiserver.key"),
  clientCa: file("ca.crt"),
  address: `${network}.11`,
  port: 6443,
});
// The server does not keep its process by itself.
setInterval(() => undefined, 2 ** 30);
process.on("SIGTERM", () => process.exit());

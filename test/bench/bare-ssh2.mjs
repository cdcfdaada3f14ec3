// What the library alone costs: `node bare-ssh2.mjs FILE` logs in to each address and runs `true`, nothing else. The key
// exchange is the cheapest there is, the host key is compared, the key is offered at once.
import { readFileSync } from "node:fs";
import pLimit from "p-limit";
import { Client } from "ssh2";

const { addresses, port, key, hostKey, concurrency } = JSON.parse(readFileSync(process.argv[2] ?? "", "utf8"));
const privateKey = readFileSync(key);
const expected = Buffer.from(hostKey.split(" ")[1], "base64");

/** Runs `true` there; its exit status is what counts. */
const runTrue = (/** @type {string} */ host) =>
  new Promise((resolve, reject) => {
    const client = new Client();
    client.on("error", reject);
    client.on("ready", () => {
      client.exec("true", (error, channel) => {
        if (error) return reject(error);
        channel.on("exit", (status) => (status === 0 ? resolve(undefined) : reject(new Error(`${host}: ${status}`))));
        channel.on("close", () => client.end());
        channel.resume();
        channel.stderr.resume();
      });
    });
    client.connect({
      host,
      port,
      username: "root",
      algorithms: { kex: ["curve25519-sha256"] },
      authHandler: [{ type: "publickey", username: "root", key: privateKey }],
      hostVerifier: (/** @type {Buffer} */ offered) => offered.equals(expected),
    });
  });

const limit = pLimit(concurrency);
await Promise.all(addresses.map((/** @type {string} */ address) => limit(runTrue, address)));

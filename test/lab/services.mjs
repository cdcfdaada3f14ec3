// What stands around the lab's nodes: the API server of their cluster, and a host that accepts and never answers.
// Plain JavaScript over dist/, so that both `npm run lab` and the tests use the same program as a user does.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { startApiServer } from "../../dist/demo/api-server.js";
import { answersOf } from "./api-answers.mjs";

const labScript = fileURLToPath(new URL("lab.sh", import.meta.url));

/** Where lab.sh puts what the auditor is given. */
export const labFolder = process.env["PLIMSOLL_LAB_DIR"] ?? "/var/tmp/plimsoll-lab";

/** Runs lab.sh with one of its commands, as the lab's owner; throws with its last words where it fails. */
export function lab(/** @type {"up" | "down" | "status" | "auditor"} */ command, /** @type {string[]} */ ...args) {
  const env = { ...process.env, PLIMSOLL_LAB_OWNER: String(process.pid) };
  return execFileSync("bash", [labScript, command, ...args], {
    encoding: "utf8",
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
}

/** Runs shell text as root at a node's console, where no sshd is needed; gives what it prints. */
export function atConsole(/** @type {string} */ node, /** @type {string} */ script, /** @type {string} */ input) {
  const args = [labScript, "console", node, "sh", "-c", script];
  return execFileSync("bash", args, { input, maxBuffer: 64 * 1024 * 1024, stdio: ["pipe", "pipe", "pipe"] });
}

/** What the lab's API server answers, by path. */
export const labAnswers = answersOf([
  ["cp1", "127.0.1.11"],
  ["w1", "127.0.1.12"],
  ["w2", "127.0.1.13"],
  ["w3", "127.0.1.14"],
  ["w4", "127.0.1.15"],
  ["mute", "127.0.1.16"],
]);

/**
 * Starts the API server on cp1's address with the lab's own certificates, and the mute host. Returns how to stop both.
 * What it answers is looked up at each request, so that a test may change it meanwhile.
 */
export async function startServices(/** @type {Record<string, unknown>} */ answers = labAnswers) {
  const file = (name) => readFileSync(join(labFolder, name), "utf8");
  const api = await startApiServer(answers, {
    cert: file("apiserver.crt"),
    key: file("apiserver.key"),
    clientCa: file("ca.crt"),
    address: "127.0.1.11",
    port: 6443,
  });
  const connections = new Set();
  const mute = createServer((socket) => {
    connections.add(socket);
    // Its client gives up and resets the connection: that is the point of it.
    socket.on("error", () => undefined).on("close", () => connections.delete(socket));
  });
  await new Promise((resolve) => mute.listen(22, "127.0.1.16", resolve));
  return async () => {
    await api.close();
    for (const socket of connections) socket.destroy();
    await new Promise((resolve) => mute.close(resolve));
  };
}

import { stringify } from "yaml";
import { plimsollIn } from "../../support/plimsoll-here.ts";
import { file, folder } from "./api-under-test.ts";

/** A host on which nothing listens. */
export const host = { name: "cp1", address: "127.0.0.1", role: "control-plane", ssh: { port: 1, connectTimeout: 2 } };

/** An inventory with that host and this kubeconfig; its path. */
export const inventory = (kubeconfigFile: string, more: object = {}): string =>
  file(
    stringify({
      cluster: "c",
      kubeconfig: kubeconfigFile,
      ssh: { user: "a", knownHosts: "./none" },
      hosts: [host],
      ...more,
    }),
  );

/** The program in this process: its status, and what it wrote on both streams. */
export const plimsoll = (...args: readonly string[]) =>
  plimsollIn({ workingDirectory: folder, environment: { SSH_AUTH_SOCK: "/none" } }, ...args);

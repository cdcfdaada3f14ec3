import type { Host } from "../../src/inventory/inventory.ts";
import { sshSettings } from "./ssh-settings.ts";

/** A host of an inventory: a worker that is reached as any other, unless said otherwise. */
export const hostOf = (name: string, more: Partial<Host> = {}): Host => ({
  name,
  address: "10.0.0.1",
  role: "worker",
  labels: {},
  ssh: sshSettings(),
  ...more,
});

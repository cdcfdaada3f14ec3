import type { SshSettings } from "../../src/inventory/inventory.ts";

/** How a host is reached where a test has no wishes of its own. */
export const sshSettings = (more: Partial<SshSettings> = {}): SshSettings => ({
  user: "audit",
  port: 22,
  knownHosts: "/known_hosts",
  transport: "ssh2",
  strictHostKeyChecking: "yes",
  keyboardInteractive: false,
  privilege: "sudo",
  reader: "sent",
  jumps: [],
  connectTimeout: 10,
  ...more,
});

import { userInfo } from "node:os";
import { resolve } from "node:path";
import type { Inventory } from "../inventory/inventory.ts";
import { loadInventory } from "../inventory/load.ts";
import { sshConfig } from "../ssh-config/answer.ts";
import type { Terminal } from "./terminal.ts";

/**
 * The inventory of a command line, with what the operator's ssh_config says where it names one.
 * @throws YamlFileError for a file that cannot be used; nothing has been contacted.
 */
export function givenInventory(file: string, { workingDirectory, home, environment }: Terminal): Promise<Inventory> {
  const ask = sshConfig({ home, user: localUser(), environment });
  return loadInventory(resolve(workingDirectory, file), { home, sshConfig: ask });
}

/** In a container whoever runs this may have no name. */
function localUser(): string {
  try {
    return userInfo().username;
  } catch {
    return String(process.getuid?.() ?? "");
  }
}

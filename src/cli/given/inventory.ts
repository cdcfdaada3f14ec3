import { userInfo } from "node:os";
import { resolve } from "node:path";
import type { Inventory } from "../../inventory/inventory.ts";
import { type LoadOptions, loadInventory } from "../../inventory/load.ts";
import { sshConfig } from "../../ssh-config/answer.ts";
import type { Terminal } from "../terminal/terminal.ts";

/**
 * The inventory of a command line, with what the operator's ssh_config says where it names one.
 * @throws YamlFileError for a file that cannot be used; nothing has been contacted.
 */
export const givenInventory = (file: string, terminal: Terminal): Promise<Inventory> =>
  loadInventory(resolve(terminal.workingDirectory, file), loadOptions(terminal));

/** Whose home folder and ssh_config an inventory is read with. */
export const loadOptions = ({ home, environment }: Terminal): LoadOptions => ({
  home,
  sshConfig: sshConfig({ home, user: localUser(), environment }),
});

/** In a container whoever runs this may have no name. */
function localUser(): string {
  try {
    return userInfo().username;
  } catch {
    return String(process.getuid?.() ?? "");
  }
}

import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { runProgram } from "../../../src/cli/program.ts";
import { recordedTerminal } from "../../support/terminal.ts";

it("docker/audit-cronjob.yaml is what plimsoll schedule prints of docker/inventory.yaml", async () => {
  const workingDirectory = fileURLToPath(new URL("../../../docker", import.meta.url));
  const { terminal, printed } = recordedTerminal({ workingDirectory });
  const args = ["schedule", "-i", "inventory.yaml", "--as", "cronjob", "--at", "mon 03:00"];
  expect(await runProgram(args, terminal)).toBe(0);
  await expect(`${printed()}\n`).toMatchFileSnapshot("../../../docker/audit-cronjob.yaml");
});

import { Command } from "commander";
import { releaseNames } from "../../benchmark/kubernetes-stig/release-names.ts";
import type { JsonFlag } from "../results/result.ts";
import type { CommandContext } from "./command-context.ts";
import { jsonOption } from "./options.ts";

/** `plimsoll benchmark diff OLD NEW`: what is different from one release to another, and what that is for our logic. */
const diffCommand = ({ terminal, finish }: CommandContext): Command =>
  new Command("diff")
    .description("list what is different from one release of the Kubernetes STIG to another")
    .argument("<old>", `DISA's file (zip or XCCDF), or one of ${releaseNames.join(", ")}`)
    .argument("<new>", "the same")
    .addOption(jsonOption())
    .action(async (old: string, given: string, flags: JsonFlag) => {
      const { compareReleases } = await import("../commands/benchmark-diff.ts");
      finish(await compareReleases(old, given, flags, terminal));
    });

/** `plimsoll benchmark`: what is judged by. */
export const benchmarkCommand = (context: CommandContext): Command =>
  new Command("benchmark").description("compare releases of the Kubernetes STIG").addCommand(diffCommand(context));

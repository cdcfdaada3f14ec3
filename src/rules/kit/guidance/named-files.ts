import { notApplicable, worst } from "../../../findings/verdict.ts";
import { type Condition, condition } from "../../define-rule.ts";
import { judgeCommandLine } from "../command-line/command-line.ts";
import { judgeRunning } from "../command-line/component-flag.ts";
import { namesFile } from "../command-line/names-file.ts";
import { judgeNamedFile, withContainers } from "../container-path.ts";

const component = "kube-apiserver";

/** That the files exist which these flags of the running API server name; a flag that names none is not asked for. */
export const namedFilesExist = (flags: readonly string[]): Condition =>
  condition(
    [`process.${component}`] as const,
    (facts) => {
      const files = facts["stat.flag-files"];
      const process = withContainers(facts[`process.${component}`], facts[`manifest.${component}`]);
      return judgeRunning(component, process, (call) =>
        judgeCommandLine(
          { component, flags },
          (given) => {
            const named = flags.filter((flag) => namesFile(given, flag));
            if (named.length === 0) return notApplicable("No file is named.");
            return worst(named.map((flag) => judgeNamedFile(`--${flag}`, given.text(flag), call, files)));
          },
          call,
        ),
      );
    },
    [`manifest.${component}`, "stat.flag-files"] as const,
  );

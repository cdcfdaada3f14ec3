import { splitArguments, splitLine } from "./arguments.ts";
import { deepest, type IncludeBase, includedFiles } from "./included-files.ts";
import { ConfigRefusal, textOf } from "./statements.ts";

/**
 * The names of hosts that an ssh_config(5), and what it includes, has a `Host` line for: no pattern, nothing negated.
 * Each once, in the order of the file.
 * @throws ConfigRefusal where a file cannot be read.
 */
export function hostNames(file: string, base: IncludeBase): readonly string[] {
  return [...new Set(namesIn(file, base, 0))];
}

function namesIn(file: string, base: IncludeBase, depth: number): readonly string[] {
  if (depth > deepest) throw new ConfigRefusal(`${file}: files include each other more than ${deepest} deep`);
  return textOf(file)
    .split("\n")
    .flatMap((raw) => {
      const line = splitLine(raw);
      const words = splitArguments(line?.rest ?? "") ?? [];
      if (line?.keyword === "host") return words.filter((word) => !/[*?!]/.test(word));
      if (line?.keyword !== "include") return [];
      return words.flatMap((word) => includedFiles(word, base).flatMap((inner) => namesIn(inner, base, depth + 1)));
    });
}

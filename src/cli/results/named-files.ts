import { join, posix } from "node:path";

/** Beyond so many files of a folder and an ending one line stands for them: a large cluster has a checklist for each node. */
const mostNamed = 10;

/**
 * Paths of a run's files as the operator is told them.
 * @param files relative to the folder, with forward slashes.
 */
export function namedFiles(folder: string, files: readonly string[]): readonly string[] {
  const alike = new Map<string, Set<string>>();
  for (const file of files) {
    const pattern = posix.join(posix.dirname(file), `*${posix.extname(file)}`);
    alike.set(pattern, (alike.get(pattern) ?? new Set()).add(file));
  }
  return [...alike].flatMap(([pattern, same]) =>
    same.size > mostNamed
      ? [`${join(folder, pattern)} (${same.size} files)`]
      : [...same].map((file) => join(folder, file)),
  );
}

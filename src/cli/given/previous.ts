import { join, resolve } from "node:path";
import { isDeepStrictEqual } from "node:util";
import type { ChecklistFile } from "../../checklists/checklist-file.ts";
import { type Previous, readChecklist } from "../../previous.ts";
import { checklistsInRun } from "../../run-folder/kept-checklists.ts";
import { readAssessment } from "../../run-folder/read-run.ts";
import type { Terminal } from "../terminal/terminal.ts";
import { UsageError } from "../usage-error.ts";
import { isFolder } from "./is-folder.ts";

type GivenChecklist = Previous["checklists"][number];

/** Whose runs and checklists are wanted: a cluster, and its nodes as far as they are known before anything is asked. */
export type Whose = { readonly cluster: string; readonly nodes: readonly string[] };

/**
 * The run and the checklists that `--previous` names, each any number of times but the run. A run brings the checklists
 * in its folder, with what people changed in them; a checklist that is given itself goes before the run's of the same asset.
 * @throws RunFolderError or ChecklistFileError where one cannot be read, UsageError where it is another cluster's, or two
 * say different things of the same asset.
 */
export async function givenPrevious(
  given: readonly string[] = [],
  whose: Whose,
  { workingDirectory }: Pick<Terminal, "workingDirectory">,
): Promise<Previous> {
  const paths = given.map((path) => resolve(workingDirectory, path));
  const folders = paths.filter(isRun);
  if (folders.length > 1) throw new UsageError("--previous names two runs; give the one to compare with");
  const files = await Promise.all(paths.filter((path) => !isRun(path)).map(readChecklist));
  for (const { path, checklist } of files) refuseForeign(path, checklist, whose);
  const own = oneForEach(files.map((file) => ({ ...file, changed: true })));
  const [folder] = folders;
  if (folder === undefined) return { checklists: own };
  const { manifest, assessment } = givenRun(folder, whose.cluster, { workingDirectory });
  const inRun = await Promise.all(
    checklistsInRun(folder, manifest).map(async ({ path, changed }) => ({
      ...(await readChecklist(join(folder, path))),
      changed,
    })),
  );
  const left = oneForEach(inRun).filter(
    ({ checklist }) => !own.some((file) => assetOf(file) === assetOf({ checklist })),
  );
  return { run: assessment, checklists: [...own, ...left] };
}

/**
 * An earlier run of a cluster, to compare with.
 * @throws RunFolderError where it cannot be read, UsageError where it is another cluster's.
 */
export function givenRun(path: string, cluster: string, { workingDirectory }: Pick<Terminal, "workingDirectory">) {
  const folder = resolve(workingDirectory, path);
  const run = readAssessment(folder);
  if (run.assessment.cluster === cluster) return run;
  throw new UsageError(`${folder}, to compare with, is of the cluster ${run.assessment.cluster}, not of ${cluster}`);
}

/** Whether `--previous` names a run and no checklist; by its name where nothing is there. */
export const isRun = (path: string): boolean => isFolder(path) ?? !/\.cklb?$/i.test(path);

/** As plimsoll names assets, and as people name hosts; one without a name is the cluster's. */
function refuseForeign(path: string, { asset: { hostName } }: ChecklistFile, { cluster, nodes }: Whose): void {
  const names = [
    ...["", cluster, `${cluster}-control-plane`, `${cluster}-worker`],
    ...nodes.flatMap((node) => [node, `${node}.${cluster}`]),
  ];
  if (names.some((name) => name.trim().toLowerCase() === hostName.trim().toLowerCase())) return;
  throw new UsageError(
    `${path}, given with --previous, is of the host ${JSON.stringify(hostName)}, which is neither the cluster ${cluster} nor one of its nodes`,
  );
}

const assetOf = ({ checklist }: Pick<GivenChecklist, "checklist">): string =>
  checklist.asset.hostName.trim().toLowerCase();

/** The checklist of each asset that people changed; where nobody did, the first: they say the same. */
function oneForEach(files: readonly (GivenChecklist & { readonly changed: boolean })[]): readonly GivenChecklist[] {
  const assets = [...new Set(files.map(assetOf))];
  return assets.flatMap((asset) => {
    const all = files.filter((file) => assetOf(file) === asset);
    const changed = all.filter((file) => file.changed);
    const [first, ...others] = changed.length > 0 ? changed : all;
    const other = others.find(
      ({ checklist }) => first !== undefined && changed.length > 0 && !saysTheSame(checklist, first.checklist),
    );
    if (first === undefined) return [];
    if (other !== undefined) {
      throw new UsageError(
        `${first.path} and ${other.path} are of the same host and say different things; give the one that counts`,
      );
    }
    return [first];
  });
}

const saysTheSame = (one: ChecklistFile, other: ChecklistFile): boolean =>
  isDeepStrictEqual(saidIn(one), saidIn(other));

const saidIn = ({ stig }: ChecklistFile): unknown =>
  stig?.rules.map(({ stigId, status, details, comments, override }) => [stigId, status, details, comments, override]);

import type { ParsedFile } from "../../../evidence/files.ts";
import { flagReadings } from "../../../evidence/go-flags.ts";
import { type Observed, present, type Source, unknown } from "../../../evidence/observed.ts";
import type { Invocation } from "../../../evidence/processes.ts";
import { flagsInFile } from "../command-line/flag-file.ts";
import { namesFile } from "../command-line/names-file.ts";
import { authorizerTypes } from "./structured-auth.ts";

// What kube-apiserver does where neither flag is given (kubernetes/pkg/kubeapiserver/options, BuiltInAuthorizationOptions).
const byDefault = ["AlwaysAllow"];

const notTold = (why: string, source: Source) => unknown("unsupported", why, source);

/** By what a running API server decides what is allowed; unknown wherever its command line can be read in two ways. */
export function authorizersOf(
  call: Invocation,
  file: Observed<ParsedFile>,
  source: Source,
): Observed<readonly string[]> {
  const [flags, other] = flagReadings(call);
  if (flags === undefined || other !== undefined) return notTold("its command line can be read in two ways", source);
  if (flagsInFile("kube-apiserver", call) !== undefined) return notTold("its flags are in a file", source);
  if (!namesFile(flags, "authorization-config")) return present(flags.list("authorization-mode") ?? byDefault, source);
  if (file.state !== "present") return file.state === "unknown" ? file : notTold("no file was read", source);
  const types = authorizerTypes(file.value.content);
  return types === undefined ? notTold("its authorizers are not understood", source) : present(types, source);
}

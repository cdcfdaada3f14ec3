import type { Flags } from "../../../evidence/go-flags.ts";
import { notAFinding, open } from "../../../findings/verdict.ts";
import { namesFile } from "../command-line/names-file.ts";
import type { FileFlagTest, FileLine } from "../file-content-rule.ts";
import { type AnonymousTest, anonymousByFile } from "./structured-auth.ts";

/** The flags and the file that decide on anonymous requests. */
export const anonymousLine = {
  flags: ["anonymous-auth", "authentication-config", "authorization-mode"],
  fileFlag: "authentication-config",
  content: "content.authentication-config",
} as const satisfies FileLine;

// With AlwaysAllow the API server takes the flag as false by itself (V-242382 is a finding then); a file overrides that.
const allowsEverything = (flags: Flags): boolean => flags.list("authorization-mode")?.includes("AlwaysAllow") === true;

/** Anonymous requests are refused, by the flag or the file in force; `accepted` judges what a file opens. */
export const anonymousRefused =
  (accepted: AnonymousTest): FileFlagTest =>
  (flags, _call, file) => {
    const anonymous = flags.boolean("anonymous-auth");
    if (anonymous === false) return true;
    if (anonymous === "invalid") return false;
    if (!namesFile(flags, "authentication-config")) return allowsEverything(flags);
    // The API server does not start with the flag and an anonymous section in the file.
    if (anonymous !== undefined) return false;
    const unset = "it has no anonymous section";
    const byDefault = allowsEverything(flags)
      ? notAFinding(`${unset}, and AlwaysAllow switches anonymous requests off.`)
      : open(`${unset}: anonymous requests are accepted by default.`);
    return file(anonymousByFile(byDefault, accepted));
  };

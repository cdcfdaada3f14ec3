import type { FileLine } from "../file-content-rule.ts";

/** The API server's flag that names the file of its encryption providers. */
export const encryptionFile: FileLine = {
  flags: ["encryption-provider-config"],
  fileFlag: "encryption-provider-config",
  content: "content.encryption-config",
};

/** ID of an os-release file (os-release(5)), the last one; undefined where it has none, which stands for `linux`. */
export function osReleaseId(text: string): string | undefined {
  const value = [...text.matchAll(/^ID=(.*)$/gm)].at(-1)?.[1]?.trim();
  return value === undefined || value === "" ? undefined : value.replace(/^(["'])(.*)\1$/, "$2");
}

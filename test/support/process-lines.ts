/** A process as reader.sh says it; what is not given is of no interest to the test. */
type SaidProcess = {
  readonly pid?: number;
  readonly uid?: number;
  readonly network?: string;
  readonly files?: string;
  readonly comm?: string;
  readonly exe?: string;
  /** What /proc/PID/cgroup holds. */
  readonly cgroup?: string;
  readonly argv?: readonly string[];
  /** The ETCD_ variables, or `unread`; not given: the process is no etcd. */
  readonly env?: readonly string[] | "unread";
};

const marked = (kind: string, texts: readonly string[]): readonly string[] =>
  texts.map((text) => `${kind}|${text.replaceAll("\n", "\u0001")}`);

/** The lines of one process in an answer to `processes`. */
export function processLines(process: SaidProcess): string {
  const { pid = 7, uid = 0, network = "host", files = "host", comm = "c", exe = "/c", argv = [], env } = process;
  return [
    `p|${pid}|${uid}|${network}|${files}|${typeof env === "object" ? "read" : (env ?? "-")}`,
    ...marked("c", [comm]),
    ...marked("e", [exe]),
    ...marked("g", (process.cgroup ?? "0::/").trimEnd().split("\n")),
    ...marked("a", argv),
    ...marked("v", typeof env === "object" ? env : []),
    "",
  ].join("\n");
}

/** What the exit status of plimsoll means. Documented in the README; scripts depend on it. */
export const exitCodes = {
  /** Nothing open at or above --fail-on but what is waived, and everything was read. */
  clean: 0,
  /**
   * Open findings at or above --fail-on that are not waived; everything was read. Of `decisions check`: complaints. Of
   * `diff`: newly open at or above --fail-on-new.
   */
  open: 1,
  /** A wrong command line, inventory, decisions, benchmark, kubeconfig, key file or sweep: nothing was contacted. */
  usage: 2,
  /**
   * A host, the API or a part of it that rules needed could not be read, findings or not. Of `check`: it would not be, by
   * what was tried, or the inventory is not that of its cluster. Of `audit --shard`: the same of the shard's
   * hosts, and in the first shard of the API. Of `collect --deadline`: it was reached before all was read. Of
   * `diff --fail-on-new`: nothing is newly open, but what was seen before is not any more.
   */
  incomplete: 3,
  /** The output could not be written; what was written before is there. */
  output: 4,
  /**
   * A run folder that is missing, damaged or was changed, whose run has not ended, or that another process writes; that is
   * the shard of a run where a whole one is wanted. Of `history`: no run that can be shown. Of `audit` and `merge` with
   * `--runs`: another one goes into that folder. Of `merge`: shards that are not of one run, a missing or a double one, or
   * none that is newer than the last run of that folder.
   */
  runFolder: 5,
  /**
   * A decision of the site that a rule of the run goes by had expired when the run ended: a waiver, an attestation, an
   * approved list. Everything was read. `decisions check` found something that has expired today.
   */
  expired: 6,
  /**
   * The run was judged and its reports are written, but somebody who was to be told of it was not: a program, a webhook, the
   * system's log, a file of metrics. It goes before what the verdict's status would be.
   */
  untold: 7,
  /** A mistake in plimsoll itself. */
  internal: 70,
  /** The reader of standard output went away, as `head` does (128 + SIGPIPE); the work was done, files are written. */
  outputClosed: 141,
  /** Ended by SIGINT or SIGTERM (128 + signal number); what was read until then is written. */
  interrupted: { SIGINT: 130, SIGTERM: 143 },
} as const;

import { etcdRuns } from "../kit/etcd/etcd-data.ts";
import { everyEtcdAudited } from "../kit/etcd/etcd-endpoints.ts";
import { etcdDirectory, etcdFiles, etcdFilesAndLog } from "../kit/files/etcd-data.ts";
import { fileCondition, fileRule } from "../kit/files/file-rule.ts";
import { directoryModeWithin, modeWithin } from "../kit/files/file-tests.ts";

export const rule = fileRule({
  id: "V-242459",
  roles: ["control-plane", "etcd"],
  files: etcdFiles,
  test: modeWithin(0o644),
  besides: [everyEtcdAudited],
  effective: [
    fileCondition(etcdFilesAndLog, modeWithin(0o644)),
    fileCondition(etcdDirectory, directoryModeWithin(0o700)),
    etcdRuns,
    everyEtcdAudited,
  ],
  fix: "Run find DATA-DIRECTORY -type f -exec chmod 600 {} + and chmod 700 DATA-DIRECTORY: the modes that etcd itself writes.",
  caution: "A recursive chmod 644 takes the x from the directories and stops etcd.",
});

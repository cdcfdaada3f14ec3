import { ofProvider, type Profile, type Responsibility } from "./profile.ts";

type Ids = readonly string[];
type Owned = Pick<Responsibility, "visible"> & Partial<Responsibility>;

const ofAdmin = (ids: Ids, more: Owned): Profile["rules"] =>
  Object.fromEntries(ids.map((id) => [id, { who: "cluster-admin", ...more } as const]));
const ofWorkload = (ids: Ids): Profile["rules"] =>
  Object.fromEntries(ids.map((id) => [id, { who: "workload-owner", visible: "api" } as const]));

/**
 * Amazon EKS, by AWS' shared responsibility model: AWS runs the control plane and etcd, the customer the nodes and what
 * is deployed. Which rule is whose follows from where its component runs, and is our own reading.
 */
export const eks: Profile = {
  name: "eks",
  title: "Amazon EKS",
  provider: "AWS",
  source: "the AWS shared responsibility model for EKS; rule by rule our own reading",
  rules: {
    // API server, controller manager, scheduler and etcd: AWS shows neither flags nor files.
    ...ofProvider("none", [
      ...["V-242376", "V-242377", "V-242378", "V-242379", "V-242380", "V-242381", "V-242382", "V-242384", "V-242385"],
      ...["V-242386", "V-242388", "V-242389", "V-242390", "V-242398", "V-242399", "V-242400", "V-242405", "V-242408"],
      ...["V-242409", "V-242418", "V-242419", "V-242421", "V-242422", "V-242423", "V-242426", "V-242427", "V-242428"],
      ...["V-242429", "V-242430", "V-242431", "V-242432", "V-242433", "V-242436", "V-242438", "V-242444", "V-242445"],
      ...["V-242446", "V-242451", "V-242459", "V-242460", "V-242462", "V-242463", "V-242464", "V-242465", "V-242466"],
      ...["V-242467", "V-245542", "V-245543", "V-245544", "V-254801"],
    ]),
    ...ofProvider("api-in-part", ["V-242410", "V-242411", "V-242412", "V-242413"]),
    ...ofAdmin(["V-242402", "V-242403", "V-242461"], {
      secureByDefault: false,
      setting: "logging.clusterLogging (types: audit)",
      visible: "none",
      note: "audit logs go to CloudWatch once they are switched on; AWS has the policy and the files",
    }),
    ...ofAdmin(["V-274882"], {
      setting: "encryptionConfig",
      visible: "none",
      note: "envelope encryption with a KMS key; by default since Kubernetes 1.28",
    }),
    ...ofAdmin(["V-254800"], {
      secureByDefault: false,
      visible: "api",
      note: "the plugin's configuration is AWS'; labels on namespaces are the owner's",
    }),
    ...ofAdmin(["V-242387", "V-242391", "V-242392", "V-242397", "V-242404", "V-242420", "V-242424"], {
      setting: "the kubelet's configuration in the launch template or NodeConfig",
      visible: "node",
    }),
    ...ofAdmin(["V-242425", "V-242434", "V-245541"], {
      setting: "the kubelet's configuration in the launch template or NodeConfig",
      visible: "node",
    }),
    ...ofAdmin(["V-242393", "V-242394", "V-242396", "V-242406", "V-242407", "V-242447", "V-242448", "V-242449"], {
      visible: "node",
    }),
    ...ofAdmin(["V-242450", "V-242452", "V-242453", "V-242454", "V-242455", "V-242456", "V-242457"], {
      visible: "node",
    }),
    ...ofAdmin(["V-242443"], { setting: "version", visible: "api" }),
    ...ofWorkload(["V-242383", "V-242395", "V-242414", "V-242415", "V-242417", "V-242437", "V-242442"]),
    ...ofWorkload(["V-274883", "V-274884"]),
  },
};

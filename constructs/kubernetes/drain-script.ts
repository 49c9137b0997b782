import { MIRROR_POD_ANNOTATION, STAYING_OWNER } from "../../upgrade/eks/drained";
import { CORDON_TAINT, NODE_GROUP_LABEL } from "../../upgrade/eks/node-group-phase";

/**
 * The annotation of a drain's Job with the number of nodes that EKS had when the drain began. The drain fails if the
 * Kubernetes API has fewer nodes of the group: then the label of the group is missing on some.
 */
export const DESIRED_SIZE_ANNOTATION = "cdktf-eks-upgrade/desired-size";

/**
 * The annotation of a drain's Job with the last lines of its log, if it failed. Terraform's error names only the Job, and
 * the log is deleted with its pod or node.
 */
export const NOT_DRAINED_ANNOTATION = "cdktf-eks-upgrade/not-drained";

/** Seconds until a drain must have started: its pod is scheduled, and its images are pulled. */
export const START_SECONDS = 600;

/** Seconds after its limit until Kubernetes ends a drain that does not end by itself. */
export const END_SECONDS = 300;

/** The variables of the script, from the environment of its container. */
export interface DrainScriptVariables {
  readonly GROUP: string;
  readonly LIMIT_SECONDS: string;
  /** The Job of the script, and its namespace. */
  readonly JOB: string;
  readonly NAMESPACE: string;
}

/*
 * Terraform reads a dollar sign or a percent sign before a brace as a template, and Kubernetes reads two dollar signs as
 * one: the script has neither.
 */

/**
 * A line for each pod of a list that a drain evicts, as `podsIn` of cli/aws/nodes.ts reads them: namespace, name, state, controller, finalizers,
 * and "returns" if it tolerates the cordon.
 */
export const POD_LINES = [
  "{{range .items}}",
  '{{$kind := "none"}}{{range .metadata.ownerReferences}}{{if .controller}}{{$kind = .kind}}{{end}}{{end}}',
  `{{$stays := eq $kind "${STAYING_OWNER}"}}`,
  `{{if .metadata.annotations}}{{if index .metadata.annotations "${MIRROR_POD_ANNOTATION}"}}{{$stays = true}}{{end}}{{end}}`,
  "{{if not $stays}}",
  "{{.metadata.namespace}} {{.metadata.name}} ",
  '{{if .metadata.deletionTimestamp}}terminating{{else if eq .status.phase "Succeeded" "Failed"}}ended{{else}}running{{end}} ',
  "{{$kind}} ",
  "{{range .metadata.finalizers}}{{.}},{{end}}- ",
  `{{range .spec.tolerations}}{{if or (not .key) (eq .key "${CORDON_TAINT.key}")}}{{if or (not .effect) (eq .effect "NoSchedule")}}returns{{end}}{{end}}{{end}}`,
  '{{"\\n"}}{{end}}{{end}}',
].join("");

/**
 * The program of a drain, for a POSIX shell with kubectl.
 *
 * It evicts the pods of one node after the other, so that disruption budgets are respected. No node can use up the time of
 * the others: each gets a share of what is left, and then its next turn. The group is drained when two checks of all nodes,
 * some seconds apart, find pods of DaemonSets and mirror pods only. If the time is over, the last lines name each other
 * pod, by node, with its reason.
 */
export const DRAIN_SCRIPT = String.raw`
PATH=$PATH:/tools
selector=${NODE_GROUP_LABEL}=$GROUP
now() { date +%s; }
begin=$(now)
deadline=$((begin + LIMIT_SECONDS))
isOver() { [ "$(now)" -ge "$1" ]; }
count() { echo $#; }

# Nodes with the label, and nodes that had it before: a label can be removed while the pods still run.
seen=
namesOfNodes() {
  labelled=$(kubectl get nodes --selector="$selector" --output=name) &&
    still=$([ -z "$seen" ] || kubectl get nodes $seen --ignore-not-found --output=name) &&
    printf '%s\n%s\n' "$labelled" "$still" | sed -n 's|^node/||p' | sort -u
}

# Ends as failed. Prints why, and writes it on the Job too, as far as an annotation can be long.
fail() {
  printf '%s\n' "$1"
  kubectl annotate job "$JOB" --namespace="$NAMESPACE" --overwrite "${NOT_DRAINED_ANNOTATION}=$(printf %s "$1" | head -c 100000)" >/dev/null
  exit 1
}

# Prints a line for each pod that is still on node $1, and tries to evict it.
attempt() {
  if ! pods=$(kubectl get pods --all-namespaces --field-selector="spec.nodeName=$1" --output=go-template='${POD_LINES}'); then
    echo "  its pods cannot be listed"
    return
  fi
  echo "$pods" | while read -r namespace name state kind finalizers returns; do
    [ -n "$name" ] || continue
    finalizers=$(echo "$finalizers" | sed 's/,*-$//')
    if [ "$state" = terminating ]; then
      reason="is being deleted"
      [ -z "$finalizers" ] || reason="is being deleted, and the finalizer $finalizers holds it: remove what the finalizer waits for"
    elif [ "$state $kind" = "running none" ]; then
      reason="has no controller that would create it again: delete it, or give it one"
    elif answer=$(printf '{"apiVersion":"policy/v1","kind":"Eviction","metadata":{"namespace":"%s","name":"%s"}}' "$namespace" "$name" |
      kubectl create --raw "/api/v1/namespaces/$namespace/pods/$name/eviction" --filename=- 2>&1); then
      echo "$1: evicts $namespace/$name" >&2
      reason="was evicted, and has not ended"
    else
      reason=$(echo "$answer" | tr '\n' ' ' | sed 's/^Error from server\( ([A-Za-z]*)\)\{0,1\}: //; s/ *$//')
    fi
    [ -z "$returns" ] || reason="$reason (tolerates the taint of the group, so it can be scheduled on it again: other nodes need room for it)"
    echo "  $namespace/$name: $reason"
  done
}

# Evicts the pods of node $1 until there are none, or until $2.
drain() {
  while [ -n "$(attempt "$1")" ]; do
    ! isOver "$2" || return 1
    sleep 5
  done
}

# True if none of the nodes has a pod.
areEmpty() {
  for node in "$@"; do
    [ -z "$(attempt "$node")" ] || return 1
  done
}

if ! kubectl patch job "$JOB" --namespace="$NAMESPACE" --patch="{\"spec\":{\"activeDeadlineSeconds\":$((LIMIT_SECONDS + ${START_SECONDS + END_SECONDS}))}}" >/dev/null ||
  ! expected=$(kubectl get job "$JOB" --namespace="$NAMESPACE" --output=go-template='{{index .metadata.annotations "${DESIRED_SIZE_ANNOTATION}"}}'); then
  echo "the Job $NAMESPACE/$JOB cannot be read or changed: nothing was drained"
  exit 1
fi
case $expected in
'' | *[!0-9]*)
  echo "the Job $NAMESPACE/$JOB has no annotation ${DESIRED_SIZE_ANNOTATION}, the number of nodes in EKS: nothing was drained"
  exit 1
  ;;
esac

# New nodes can take some minutes to join.
while ! nodes=$(namesOfNodes) || [ "$(count $nodes)" -lt "$expected" ]; do
  if isOver $((begin + 300)) || isOver "$deadline"; then
    fail "EKS has $expected nodes in $GROUP, and the Kubernetes API has $(count $nodes) with the label $selector: nothing was drained.
Set the label on all nodes of the group, or wait until they have joined the cluster. Then apply again."
  fi
  sleep 2
done

echo "draining $GROUP: $(count $nodes) nodes, $((LIMIT_SECONDS / 60)) minutes"
while :; do
  blocked=
  nodes=$(namesOfNodes) && seen=$nodes || blocked=yes
  [ -z "$nodes" ] || kubectl cordon $nodes >/dev/null || blocked=yes
  turn=$(((deadline - $(now)) / (2 * ($(count $nodes) + 1))))
  for node in $nodes; do
    drain "$node" $(($(now) + turn)) || blocked=yes
  done
  # A pod that tolerates the cordon is scheduled again within seconds.
  if [ -z "$blocked" ] && areEmpty $nodes && sleep 10 && again=$(namesOfNodes) && areEmpty $again; then
    echo "$GROUP is drained: $(count $again) nodes, with pods of DaemonSets and mirror pods only"
    exit 0
  fi
  ! isOver "$deadline" || break
  [ -z "$blocked" ] || sleep 1
done

fail "$GROUP is not drained after $((LIMIT_SECONDS / 60)) minutes. These pods are in the way (none: apply again):
$(for node in $nodes; do
  left=$(attempt "$node" 2>/dev/null)
  [ -z "$left" ] || printf '%s:\n%s\n' "$node" "$left"
done)"
`.trim();

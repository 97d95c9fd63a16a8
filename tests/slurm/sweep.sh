#!/usr/bin/env bash
# A sweep as a job array under a real Slurm of four emulated nodes. While it runs a node loses its power, one element is cancelled
# and one is requeued; what is missing is submitted again. What is gathered must equal the same sweep run here, byte for byte.
#
#     tests/slurm/sweep.sh [SIM]     SIM: the program [default: target/release/sim]
#
# Needs root and Debian's slurm-wlm and munge, which it installs with apt if they are missing. Exit code 77: it could not be tried.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
sim=$(realpath -m "${1:-$here/../../target/release/sim}")
cd "$here/../.."
[ -x "$sim" ] || { echo "there is no $sim: cargo build --release"; exit 1; }
skip() { echo "cannot be tried here: $*"; exit 77; }

[ "$(id -u)" = 0 ] || skip "it needs root, to start Slurm's daemons"
has() { command -v "$1" >/dev/null; }
if ! { has slurmctld && has slurmd && has sbatch && has munged; }; then
    has apt-get || skip "slurm-wlm and munge are not here, and there is no apt to install them with"
    { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends slurm-wlm munge; } \
        >/dev/null 2>&1 || skip "apt could not install slurm-wlm and munge"
fi

. "$here/cluster.sh"
out=$(mktemp -d)
trap 'cluster_down; rm -rf "$out"' EXIT
begun=$SECONDS
say() { printf '%3d s  %s\n' $((SECONDS - begun)) "$*"; }
fail() { say "FAILED: $*"; cat "$out"/array/chunks/*.log 2>/dev/null || true; exit 1; }

shards=24
times=$(printf '%s min,' $(seq 6 20)) # 16 x 15 points
sweep=(sweep tests/scenarios/small.toml --replications 1 --metric hours.care
    --vary site.clinic.staff.secretary=1:2.5:0.1 --vary "task.code.way.coder.time.mean=${times%,}")

field() { scontrol show job "$1" -o 2>/dev/null | grep -oP "(^| )$2=\K\S+" | head -n 1; }
# `ELEMENT NODE` of the elements that run.
running() { squeue -h -r -j "$1" -t RUNNING -o '%K %N' 2>/dev/null; }
# Waits until no element waits or runs, at most a minute.
ended() {
    for _ in $(seq 300); do
        [ -z "$(squeue -h -j "$1" 2>/dev/null)" ] && return 0
        sleep 0.2
    done
    fail "job $1 has not ended within a minute: $(squeue -h -j "$1")"
}
states() { scontrol show job "$1" -o | grep -oP ' JobState=\K\S+' | sort | uniq -c | awk '{print $1, $2}' | paste -sd,; }
# Does something to an element that runs, until it took effect before the element had ended by itself.
strike() { # WHAT STATE-OF-SUCCESS COMMAND...
    local what=$1 sign=$2 element node
    shift 2
    for _ in $(seq 100); do
        read -r element node < <(running "$array") || { sleep 0.05; continue; }
        "$@" "$element" "$node" 2>/dev/null || continue
        for _ in $(seq 50); do
            if "$sign" "$element"; then
                say "$what: element $element on $node"
                struck=$element
                return
            fi
            [ "$(field "${array}_$element" JobState)" = COMPLETED ] && break
            sleep 0.1
        done
        # It had ended by then: another one, but no more than one node is to be down.
        [ "$sign $1" = "is_restarted lose" ] && cluster_restore "$node"
    done
    fail "no element could be caught running: $what"
}
is_cancelled() { [ "$(field "${array}_$1" JobState)" = CANCELLED ]; }
is_restarted() { [ "$(field "${array}_$1" Restarts)" -ge 1 ]; }
cancel() { scancel "${array}_$1"; }
requeue() { scontrol requeue "${array}_$1"; }
lose() { cluster_lose "$2"; }
# The numbers of the two jobs that a submission reports.
submit() {
    local said
    said=$("$sim" "${sweep[@]}" --slurm --shards "$shards" --out "$out/array" 2>&1) || fail "$said"
    say "$said"
    array=$(grep -oP 'array job \K[0-9]+' <<< "$said") gather=$(grep -oP 'and job \K[0-9]+' <<< "$said")
}

cluster_up 4
say "$(sinfo --version): $(sinfo -h -o '%D nodes %T')"
submit
first=$array
# The middle is when some points are done and most are not.
for _ in $(seq 300); do
    done=$("$sim" status "$out/array" | grep -oP '^[0-9]+(?= done)')
    [ "$done" -ge 20 ] && break
    sleep 0.1
done
strike "cancelled" is_cancelled cancel
cancelled=$struck
strike "requeued" is_restarted requeue
strike "node lost with its work" is_restarted lose
say "status in the middle: $("$sim" status "$out/array" | grep -E 'done,|slurm array' | paste -sd';')"
ended "$array"
ended "$gather"
say "array $array: $(states "$array"); nodes: $(sinfo -h -o '%D %T' | paste -sd,)"
[ "$(field "$gather" JobState)" = FAILED ] || fail "gathering says nothing of the points of the cancelled element"
missing=$({ "$sim" gather "$out/array" 2>&1 || true; } | grep -oP '[0-9]+(?= missing)') || fail "no point is missing: nothing was interrupted"
say "$missing points are missing; once more"

submit
[ "$(scontrol show job "$array" -o | grep -c JobId=)" -le 3 ] || fail "more was submitted again than was lost"
ended "$array"
ended "$gather"
say "array $array: $(states "$array"); gathering: $(field "$gather" JobState)"
[ "$(field "$gather" JobState)" = COMPLETED ] || fail "points are still missing"

"$sim" "${sweep[@]}" --quiet --out "$out/alone"
points=$(($(wc -l < "$out/alone/points.csv") - 1))
[ "$points" -ge 200 ] || fail "a sweep of only $points points"
diff -r --exclude=chunks "$out/alone" "$out/array" || fail "the array's results are not those of one process"
say "$points points over 4 nodes (array $first, element $cancelled again in array $array): the same bytes as run here"

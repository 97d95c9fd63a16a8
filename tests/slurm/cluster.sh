# A Slurm cluster on this machine for the length of a test: a controller and emulated nodes, without systemd and apart from any
# other Slurm here. To be sourced, by root. State is in a folder of its own, and so are authentication and ports.
# shellcheck shell=bash

cluster_folder=
cluster_nodes=0

# Whether a process that we started still runs, under the same name: process ids are given out again.
cluster_runs() { [ "$(cat "/proc/$1/comm" 2>/dev/null)" = "$2" ]; }

# Ends a daemon by the id it wrote down: asks, waits up to 5 s, then insists.
cluster_end() { # FILE NAME
    local id
    id=$(cat "$1" 2>/dev/null) || return 0
    cluster_runs "$id" "$2" || return 0
    kill "$id" 2>/dev/null || return 0
    for _ in $(seq 50); do
        cluster_runs "$id" "$2" || return 0
        sleep 0.1
    done
    kill -9 "$id" 2>/dev/null || true
}

# So many consecutive ports that nobody listens on; prints the first.
cluster_ports() { # COUNT
    local first port free
    for _ in $(seq 50); do
        first=$((20000 + RANDOM % 10000)) free=yes
        for port in $(seq "$first" $((first + $1 - 1))); do
            (: < "/dev/tcp/127.0.0.1/$port") 2>/dev/null && free=no
        done
        [ "$free" = yes ] && { echo "$first"; return; }
    done
    return 1
}

# Starts NODES nodes of one core each and waits until all are idle. Exports SLURM_CONF.
cluster_up() { # NODES
    cluster_nodes=$1
    cluster_folder=$(mktemp -d)
    chmod 755 "$cluster_folder"
    local at=$cluster_folder host port number
    host=$(hostname -s)
    port=$(cluster_ports $((cluster_nodes + 1)))
    mkdir -m 755 "$at/controller" "$at/munge"
    (umask 077 && dd if=/dev/urandom of="$at/munge/key" bs=1024 count=1 status=none)
    {
        # Waits that spare a large cluster's controller would be most of this test: a requeued job begins no sooner than
        # cred_expire after its end, 120 s if nothing is said.
        cat <<CONF
ClusterName=test
SlurmctldHost=$host(127.0.0.1)
SlurmctldPort=$port
SlurmUser=root
AuthType=auth/munge
AuthInfo=socket=$at/munge/socket,cred_expire=5
SlurmctldPidFile=$at/controller.pid
SlurmctldLogFile=$at/controller.log
StateSaveLocation=$at/controller
SlurmdPidFile=$at/%n.pid
SlurmdLogFile=$at/%n.log
SlurmdSpoolDir=$at/spool-%n
SlurmdParameters=config_overrides
ReturnToService=0
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
SwitchType=switch/none
MpiDefault=none
SchedulerParameters=batch_sched_delay=0,sched_interval=1,sched_min_interval=0
MinJobAge=3600
JobRequeue=1
KillWait=2
CONF
        for number in $(seq "$cluster_nodes"); do
            echo "NodeName=node$number NodeHostname=$host NodeAddr=127.0.0.1 Port=$((port + number)) CPUs=1 RealMemory=500"
        done
        echo "PartitionName=main Nodes=ALL Default=YES MaxTime=INFINITE State=UP"
    } > "$at/slurm.conf"
    export SLURM_CONF=$at/slurm.conf
    munged --force --key-file="$at/munge/key" --socket="$at/munge/socket" --pid-file="$at/munged.pid" \
        --log-file="$at/munged.log" --seed-file="$at/munge/seed"
    slurmctld -c
    for number in $(seq "$cluster_nodes"); do
        NODE_OF_TEST=node$number slurmd -N "node$number"
    done
    for _ in $(seq 150); do
        [ "$(sinfo -h -r -N -t idle -o %N 2>/dev/null | sort -u | wc -l)" = "$cluster_nodes" ] && return 0
        sleep 0.2
    done
    echo "the cluster is not idle after 30 s" >&2
    sinfo >&2 || true
    tail -n 5 "$at"/*.log >&2
    return 1
}

# The power of a node fails: its daemon and all that runs on it end at once and say nothing. The controller is told that it is
# down, as it would find out by itself after SlurmdTimeout.
cluster_lose() { # NODE
    local step
    kill -9 "$(cat "$cluster_folder/$1.pid")"
    for step in $(cluster_steps "$1"); do
        # shellcheck disable=SC2046  # a number each
        kill -9 "$step" $(cluster_below "$step") 2>/dev/null || true
    done
    scontrol update "NodeName=$1" State=DOWN "Reason=power lost"
}

# The power is back.
cluster_restore() { # NODE
    NODE_OF_TEST=$1 slurmd -N "$1"
    scontrol update "NodeName=$1" State=RESUME
}

# The step managers of a node, by a variable that they have from its daemon.
cluster_steps() { # NODE
    local process
    for process in /proc/[0-9]*; do
        case $(cat "$process/comm" 2>/dev/null) in slurmstepd*) ;; *) continue ;; esac
        tr '\0' '\n' < "$process/environ" 2>/dev/null | grep -qx "NODE_OF_TEST=$1" || continue
        tr '\0' '\n' < "$process/environ" 2>/dev/null | grep -qx "SLURM_CONF=$SLURM_CONF" && echo "${process#/proc/}"
    done
    return 0
}

# Children, and theirs.
cluster_below() { # PROCESS
    local child
    for child in $(cat "/proc/$1/task/"*/children 2>/dev/null); do
        echo "$child"
        cluster_below "$child"
    done
}

# Cancels what is left, stops every daemon that `cluster_up` started and removes their folder.
cluster_down() {
    [ -n "$cluster_folder" ] || return 0
    local at=$cluster_folder number
    if [ -e "$at/controller.pid" ]; then
        timeout 5 scancel -u root >/dev/null 2>&1 || true
        for _ in $(seq 25); do
            [ -z "$(timeout 5 squeue -h 2>/dev/null)" ] && break
            sleep 0.2
        done
    fi
    for number in $(seq "$cluster_nodes"); do cluster_end "$at/node$number.pid" slurmd; done
    cluster_end "$at/controller.pid" slurmctld
    cluster_end "$at/munged.pid" munged
    rm -rf "$at"
    cluster_folder=
}

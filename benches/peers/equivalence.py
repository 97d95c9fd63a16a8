"""Is `sim` the same as the clinic written out for SimPy?

    python equivalence.py [REPLICATIONS]

Two one-sided tests (Schuirmann 1987) at 5%: means and utilisations within 2%, 90th percentiles within 5%. Both are run with
independent draws. The nurse's share of notes, which is small, is held to 5%. How fast both are: `cargo bench --bench peers`.
"""
import csv
import json
import math
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
SIM = HERE.parents[1] / "target" / "release" / "sim"
# Quantile of the normal for 95%, one-sided: replications are many.
Z95 = statistics.NormalDist().inv_cdf(0.95)


def of_simpy(replications, seed):
    out = subprocess.run([sys.executable, HERE / "workflow.py", str(replications), str(seed)], capture_output=True, text=True, check=True)
    return [json.loads(line) for line in out.stdout.splitlines()]


def of_sim(replications, seed):
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            [SIM, "run", HERE / "workflow.toml", "--replications", str(replications), "--seed", str(seed), "--threads", "1", "--quiet", "--out", folder + "/out"],
            check=True,
            capture_output=True,
        )
        runs = [{} for _ in range(replications)]
        for row in csv.DictReader(open(folder + "/out/replications.csv")):
            run, value = runs[int(row["replication"])], float(row["value"])
            if row["metric"] in ("turnaround.mean", "turnaround.p90") and row["task"]:
                run[f"{row['task']}.{row['metric'].split('.')[1]}"] = value
            elif row["metric"] == "utilisation" and row["occupation"]:
                run[f"{row['occupation']}.utilisation"] = value
            elif row["metric"] == "hours.shifted" and row["occupation"] == "secretary":
                run["shifted"] = value
        return runs


def main():
    replications = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    theirs, ours = of_simpy(replications, 1), of_sim(replications, 1)
    failed = 0
    print(f"{'':<26}{'sim':>10}{'SimPy':>10}{'difference':>12}{'90% interval':>20}{'margin':>8}")
    for key in sorted(set(theirs[0]) & set(ours[0])):
        one, other = [run[key] for run in ours], [run[key] for run in theirs]
        mean, of_peer = statistics.mean(one), statistics.mean(other)
        error = math.sqrt(statistics.variance(one) / len(one) + statistics.variance(other) / len(other)) / of_peer
        difference = mean / of_peer - 1
        low, high = difference - Z95 * error, difference + Z95 * error
        margin = 0.05 if key.endswith("p90") or key.startswith("nurse") else 0.02
        same = -margin < low and high < margin
        failed += not same
        print(f"{key:<26}{mean:>10.4f}{of_peer:>10.4f}{difference:>11.2%}  {low:>8.2%} to {high:>6.2%}{margin:>8.0%}  {'' if same else 'NOT SHOWN'}")
    return 1 if failed else 0


sys.exit(main())

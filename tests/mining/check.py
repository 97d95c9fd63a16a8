"""pm4py imports event_log.csv as it is and discovers the reuse graph from it.

check.py SCENARIO FOLDER SCENARIO FOLDER: of a scenario whose cases are sequential and its results, then of any.
"""

import pathlib
import sys
import tomllib
import warnings

import pandas
import pm4py

faults = []


def check(fine, *what):
    """Notes a fault unless all is fine."""
    if not fine:
        faults.append(" ".join(str(part) for part in what))


def graph(scenario):
    """The scenario's own graph, from its text: who reads what whom writes."""
    tasks = tomllib.loads(pathlib.Path(scenario).read_text())["task"]

    def products(task, what):
        stated = [tasks[task], *tasks[task]["way"].values()]
        return {name for part in stated for name in part.get(what, [])}

    reads = {task: products(task, "reads") for task in tasks}
    writes = {task: products(task, "writes") for task in tasks}
    return {(one, other) for one in tasks for other in tasks if writes[one] & reads[other]}


def imported(folder):
    """The log as pm4py takes it: nothing renamed, no format told, no row lost, no warning."""
    frame = pandas.read_csv(f"{folder}/event_log.csv")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        log = pm4py.format_dataframe(frame.copy())
    check(len(log) == len(frame) > 1000, folder, len(log), "events of", len(frame), "rows")
    for column in ["time:timestamp", "start_timestamp"]:
        check(pandas.api.types.is_datetime64_any_dtype(log[column]), column, "is", log[column].dtype)
    check((log["start_timestamp"] <= log["time:timestamp"]).all(), folder, "instances that end before they begin")
    return log


def along_products(log):
    """Who reads what whom wrote, from the log."""

    def long(column):
        rows = log[["concept:name", column]].dropna().drop_duplicates()
        return rows.assign(product=rows[column].str.split("+")).explode("product")[["concept:name", "product"]]

    pairs = long("writes").merge(long("reads"), on="product")
    return set(zip(pairs["concept:name_x"], pairs["concept:name_y"]))


def sequential(scenario, folder):
    """What directly follows is the graph, in every arm."""
    log = imported(folder)
    expected = graph(scenario)
    for arm, of_arm in log.groupby("case:arm"):
        edges, _, _ = pm4py.discover_dfg(of_arm)
        check(set(edges) == expected, arm, "directly follows", set(edges), "and reads", expected)
        check(along_products(of_arm) == expected, arm, "reads", along_products(of_arm), "and should", expected)
        born = pandas.to_datetime(of_arm["case:born"], utc=True)
        whole = of_arm[born >= pandas.Timestamp("2024-01-01", tz="UTC")]
        starts = set(pm4py.get_start_activities(whole))
        first = {one for one, _ in expected} - {other for _, other in expected}
        check(starts == first, arm, "cases begin with", starts, "and should with", first)
        # Each edge as often as the work at its end was done, of cases that are there from their beginning.
        edges, _, _ = pm4py.discover_dfg(whole)
        done = whole["concept:name"].value_counts()
        for task in {other for _, other in expected}:
            into = sum(count for (_, other), count in edges.items() if other == task)
            check(into == done[task], arm, task, "was done", done[task], "times and follows", into)
        # Who hands work over to whom: people of that arm, and the tool.
        resources = {one for pair in pm4py.discover_handover_of_work_network(of_arm).connections for one in pair}
        check(resources <= set(of_arm["org:resource"]) and len(resources) > 5, arm, "work handed over by", resources)
    print(f"{folder}: {len(log)} events, {len(expected)} edges of the graph and no others directly follow")


def concurrent(scenario, folder):
    """What is read of what was written is the graph, also where work is done side by side and again."""
    log = imported(folder)
    expected, found = graph(scenario), along_products(log)
    check(found == expected, folder, "missing", expected - found, "too many", found - expected)
    print(f"{folder}: {len(log)} events, {len(found)} edges of the graph along products")


sequential(sys.argv[1], sys.argv[2])
concurrent(sys.argv[3], sys.argv[4])
if faults:
    raise SystemExit("\n".join(faults))

"""pandas, DuckDB and R read every table of some folders of results with their default options, and find the types and the
missing values that datapackage.json declares.

check.py [--r RSCRIPT] FOLDER...
"""

import argparse
import csv
import json
import pathlib
import subprocess

import duckdb
import pandas

HERE = pathlib.Path(__file__).parent
DUCKDB = {
    "string": {"VARCHAR"},
    "number": {"DOUBLE", "BIGINT"},
    "integer": {"BIGINT"},
    "boolean": {"BOOLEAN"},
    "date": {"DATE"},
    "datetime": {"TIMESTAMP"},
}
# What R makes of texts is its users' to turn into dates; that they are dates is looked at there.
R = {
    "string": {"character"},
    "number": {"numeric", "integer"},
    "integer": {"integer"},
    "boolean": {"logical", "character"},
    "date": {"character"},
    "datetime": {"character"},
}
faults = []


def check(fine, *what):
    """Notes a fault unless all is fine."""
    if not fine:
        faults.append(" ".join(str(part) for part in what))


def in_pandas(kind, column):
    """Whether a column that is read is of a type; one without any value is of none."""
    there = column.dropna()
    is_type = pandas.api.types
    if there.empty:
        return True
    if kind == "boolean":
        return is_type.is_bool_dtype(there)
    if kind in ("number", "integer"):
        numeric = is_type.is_numeric_dtype(column) and not is_type.is_bool_dtype(column)
        return numeric and (kind == "number" or (there % 1 == 0).all())
    if not is_type.is_string_dtype(there):
        return False
    return kind == "string" or pandas.to_datetime(there, errors="coerce", format="ISO8601").notna().all()


def by_r(rscript, paths):
    """Class, missing values and values that are no dates of each column of each file, by R."""
    command = [rscript, "--vanilla", HERE / "classes.R", *paths]
    lines = subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()
    found = {}
    for line in lines:
        path, *column = line.split("\t")
        found.setdefault(path, []).append(column)
    return found


def look_at(folder, rscript):
    """Reads all tables of a folder."""
    package = json.loads((folder / "datapackage.json").read_text())
    described = {resource["path"] for resource in package["resources"]}
    there = {path.name for path in folder.glob("*.csv")}
    check(described == there, folder, "describes", described, "and holds", there)
    tables = [(folder / resource["path"], resource["schema"]) for resource in package["resources"]]
    found_by_r = by_r(rscript, [path for path, _ in tables]) if rscript else {}
    values = 0
    for path, schema in tables:
        fields = schema["fields"]
        names = [field["name"] for field in fields]
        with path.open(newline="", encoding="utf-8") as file:
            header, *rows = csv.reader(file)
        blanks = [sum(not row[at] for row in rows) for at in range(len(header))]
        frame = pandas.read_csv(path)
        check(header == names == list(frame.columns), path, "header", header, "described", names)
        check(len(frame) == len(rows), path, len(frame), "of", len(rows), "rows in pandas")
        for key in [schema.get("primaryKey")]:
            check(not key or not frame.duplicated(key).any(), path, "rows with the same", key)
            check(not key or frame[key].notna().all().all(), path, "rows without", key)
        of_duckdb = duckdb.sql(f"describe from '{path}'").fetchall()
        check([row[0] for row in of_duckdb] == names, path, "header in DuckDB", of_duckdb)
        quoted = ", ".join(f'count("{name}")' for name in names)
        in_duckdb = duckdb.sql(f"select {quoted} from '{path}'").fetchall()[0]
        for at, field in enumerate(fields):
            name, kind, blank = field["name"], field["type"], blanks[at]
            values += len(rows) - blank
            check(in_pandas(kind, frame[name]), path, name, "is", kind, "and in pandas", frame[name].dtype)
            check(frame[name].isna().sum() == blank, path, name, "other values are missing in pandas")
            check(in_duckdb[at] == len(rows) - blank, path, name, "other values are missing in DuckDB")
            if blank == len(rows):
                continue
            check(of_duckdb[at][1] in DUCKDB[kind], path, name, "is", kind, "and in DuckDB", of_duckdb[at][1])
            if rscript:
                a_class, missing, no_dates = found_by_r[str(path)][at]
                check(a_class in R[kind], path, name, "is", kind, "and in R", a_class)
                check(int(missing) == blank, path, name, "other values are missing in R")
                check(kind not in ("date", "datetime") or no_dates == "0", path, name, "has no dates in R")
    print(f"{folder}: {len(tables)} tables, {values} values{'' if rscript else ' (without R)'}")


arguments = argparse.ArgumentParser()
arguments.add_argument("--r")
arguments.add_argument("folders", nargs="+", type=pathlib.Path)
arguments = arguments.parse_args()
for folder in arguments.folders:
    look_at(folder, arguments.r)
if faults:
    raise SystemExit("\n".join(faults))

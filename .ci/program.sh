# Checks of the program and of what it writes. Read by `.ci/run`, in this order: later ones look at the results of earlier ones.
# shellcheck shell=bash
# shellcheck disable=SC2154  # `out` is the folder that common.sh makes

sim=target/release/sim

# The main job of the README, with fewer replications.
main_job() {
    local job table
    job=$(readme_command "cargo run ")
    say "$job, two replications"
    $job --replications 2 --quiet --out "$out/results"
    for table in summary workload staffing queues products automation replications; do
        [ "$(wc -l < "$out/results/$table.csv")" -gt 1 ] || { echo "$table.csv is empty"; exit 1; }
    done
    [ "$(stat -c %s "$out/results/report.html")" -lt 2000000 ] || { echo "report.html is too large"; exit 1; }
}

find_browser() { command -v chromium || command -v chromium-browser || command -v google-chrome || true; }

browser() {
    say "the report in a browser"
    [ -n "$(find_browser)" ] || try_apt chromium
    if [ -z "$(find_browser)" ]; then
        skipped "there is no Chromium and none can be installed"
        return
    fi
    if ! venv "$out/playwright" -r tests/browser/requirements.txt; then
        skipped "playwright, which drives the browser, cannot be installed"
        return
    fi
    # The main scenario, one with patients who work, one arm alone, two runs compared, and a sweep of two inputs.
    "$sim" run scenarios/patient_generated_data.toml --replications 2 --quiet --out "$out/patients" >/dev/null
    "$sim" run tests/scenarios/small.toml --arm typed --replications 1 --quiet --out "$out/alone" >/dev/null
    local secretaries
    for secretaries in 2 1; do
        "$sim" run tests/scenarios/small.toml --set "site.clinic.staff.secretary=$secretaries" --quiet \
            --out "$out/with_$secretaries" >/dev/null
    done
    "$sim" compare "$out/with_2" "$out/with_1" --quiet
    "$sim" sweep tests/scenarios/small.toml --vary site.clinic.staff.secretary=1:2:0.5 \
        --vary "task.code.way.coder.time.mean=6 min, 9 min, 12 min" --replications 3 --quiet --out "$out/sweep"
    "$out/playwright/bin/python" tests/browser/check.py "$(find_browser)" \
        "$out"/{results,patients,alone,sweep}/report.html "$out/with_1/comparison.html"
}

slurm() {
    say "a sweep under Slurm"
    local code=0
    tests/slurm/sweep.sh "$sim" || code=$?
    case $code in
    0) ;;
    77) skipped "no sweep under Slurm: the line above says why" ;;
    *) exit "$code" ;;
    esac
}

tables() {
    say "tables and event log, read by others"
    if ! venv "$out/data" -r tests/tables/requirements.txt; then
        skipped "frictionless, pandas, DuckDB and pm4py cannot be installed"
        return
    fi
    # The main scenario, one with everything in it, one arm, one that is sequential, and a sweep.
    "$sim" run tests/scenarios/small.toml --event-log --quiet --out "$out/small" >/dev/null
    "$sim" run tests/scenarios/small.toml --arm typed --replications 1 --quiet --out "$out/typed" >/dev/null
    "$sim" run tests/mining/chain.toml --event-log=all --quiet --out "$out/chain" >/dev/null
    "$sim" sweep tests/scenarios/small.toml --vary run.seed=1:2:1 --vary site.clinic.staff.coder=1.5,2 --quiet \
        --out "$out/swept" >/dev/null
    local run
    for run in results small typed chain swept; do
        "$out/data/bin/frictionless" validate "$out/$run/datapackage.json" | tee "$out/said"
        ! grep -qi warning "$out/said" || { echo "frictionless warns of $run"; exit 1; }
    done
    has Rscript || try_apt r-base-core
    local with_r=()
    if has Rscript; then
        with_r=(--r "$(command -v Rscript)")
    else
        skipped "there is no R and none can be installed"
    fi
    "$out/data/bin/python" tests/tables/check.py "${with_r[@]}" "$out"/{results,small,typed,chain,swept}
    "$out/data/bin/python" tests/mining/check.py tests/mining/chain.toml "$out/chain" tests/scenarios/small.toml \
        "$out/small"
}

# On its own, since it needs an older jsonschema than frictionless does.
citation() {
    say "the citation"
    if venv "$out/cff" cffconvert==2.0.0; then
        "$out/cff/bin/cffconvert" --validate -i CITATION.cff
    else
        skipped "cffconvert, which validates citation files, cannot be installed"
    fi
}

# Reads files with the defaults of read.csv and prints for each column: file, class, missing values (blank texts are what R
# keeps of those), and values that are no dates.
for (path in commandArgs(trailingOnly = TRUE)) {
    for (column in read.csv(path)) {
        missing <- is.na(column) | (is.character(column) & column == "")
        there <- column[!missing]
        dates <- tryCatch(as.Date(there), error = function(e) NA)
        cat(path, class(column), sum(missing), if (length(there)) sum(is.na(dates)) else 0, sep = "\t")
        cat("\n")
    }
}

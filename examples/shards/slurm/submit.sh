#!/bin/bash
# Submits the array, and the merge for when all of its tasks are done.
set -euo pipefail
here=$(dirname "$0")
array=$(sbatch --parsable "$here/train.sbatch")
merge=$(sbatch --parsable --dependency="afterok:$array" "$here/merge.sbatch")
echo "$array $merge"

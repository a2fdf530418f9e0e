#!/usr/bin/env bash
# Looks at every order of events of protocol.pml, once for each kind of culprit; then takes one safeguard away after the
# other, and demands that the same search misses it. Needs `spin` and a C compiler. FAULTS=2 looks further, for longer.
set -euo pipefail
model=$(realpath "$(dirname "$0")")/protocol.pml
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

search() { # search MUTANT FAULTS EFFORT: leaves what the search said in `result`
  spin -DMUTANT="$1" -DFAULTS="$2" -a "$model"
  cc "$3" -DSAFETY -DCOLLAPSE -DMEMLIM=4000 -o pan pan.c
  ./pan -m100000 >result 2>&1 || true
}

echo "protocol.pml, up to ${FAULTS:=1} faults besides the culprit"
search 0 "$FAULTS" -O2
if ! grep -q 'errors: 0$' result || grep -qE 'max search depth too small|out of memory|not completed' result; then
  cat result
  [ ! -f protocol.pml.trail ] || spin -DFAULTS="$FAULTS" -k protocol.pml.trail -t -p "$model" | tail -60
  echo "the model breaks a promise"
  exit 1
fi
states=$(sed -nE 's/^ *([0-9.e+]+) states, stored.*/\1/p' result)
seconds=$(sed -nE 's/^pan: elapsed time ([0-9.e+-]+) .*/\1/p' result)
echo "  every promise holds in each of $states states ($seconds s)"

grep -oE '^#define [A-Z_]+ +\(MUTANT == [0-9]+\)' "$model" | sed -E 's/#define ([A-Z_]+) .*== ([0-9]+).*/\1 \2/' |
  while read -r name number; do
    search "$number" 1 -O0 # found at once: compiling is what takes time
    broken=$(sed -nE 's/^pan:1: (.*) \(at depth .*/\1/p' result)
    if [ -z "$broken" ]; then
      cat result
      echo "$name: nothing missed it, so the search proves nothing"
      exit 1
    fi
    echo "  refuted without its safeguard: $name: $broken"
  done
